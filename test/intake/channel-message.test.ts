import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChannelRule } from '../../src/config/schema.ts';
import { readChannelMessage, longestMessage, type ChannelMessage } from '../../src/intake/channel-message.ts';
import { compileChannelRules } from '../../src/intake/channel-rules.ts';
import { known } from '../alert/known-models.ts';

const at = new Date('2026-03-09T14:05:00Z');
const quality = {
  channel: '#ml-alerts',
  bot: 'Quality Bot',
  match: String.raw`^(?<status>FIRING|RESOLVED): (?<metric>\w+) of (?<model>\w+) is (?<value>[\d.]+)(?: \(was (?<baseline>[\d.]+)\))?`,
  fields: { severity: 'critical' },
};

function message(changes: Partial<ChannelMessage> = {}): ChannelMessage {
  return {
    channel: { id: 'C0123', name: 'ml-alerts' },
    bot: { id: 'B042', name: 'Quality Bot' },
    text: 'Nightly report\nFIRING: auc of churn is 0.78 (was 0.86)',
    ts: '1773065100.000100',
    at,
    ...changes,
  };
}

function read(said: Partial<ChannelMessage>, ...rules: readonly object[]) {
  const parsed = (rules.length === 0 ? [quality] : rules).map((rule) => ChannelRule.parse(rule));
  return readChannelMessage(message(said), { rules: compileChannelRules(parsed), known });
}

function alertIn(said: Partial<ChannelMessage>, ...rules: readonly object[]) {
  const reading = read(said, ...rules);
  if (reading.kind !== 'alert') throw new Error(reading.reason);
  return reading.alert;
}

test('named groups give the alert its fields, the rule what is always the same', () => {
  expect(alertIn({ permalink: 'https://acme.slack.com/archives/C0123/p1' })).toMatchObject({
    source: 'slack',
    status: 'firing',
    model: 'churn',
    metric: 'auc',
    signal: 'model-metric',
    value: 0.78,
    baseline: 0.86,
    severity: 'critical',
    title: 'Nightly report',
    summary: 'Nightly report FIRING: auc of churn is 0.78 (was 0.86)',
    startedAt: at,
    links: ['https://acme.slack.com/archives/C0123/p1'],
  });
});

test('the message that it is over bears the fingerprint of the one that it fires', () => {
  const resolved = alertIn({ text: 'RESOLVED: auc of churn is 0.86' });
  expect(resolved).toMatchObject({ status: 'resolved', endedAt: at });
  expect(resolved.fingerprint).toBe(alertIn({}).fingerprint);
  expect(alertIn({ text: 'FIRING: auc of fraud is 0.7' }).fingerprint).not.toBe(resolved.fingerprint);
});

test('a rule hears only its channel, by name or id, and its bot, by name or id', () => {
  expect(read({ channel: { id: 'C9', name: 'random' } }).kind).toBe('none');
  expect(read({ bot: { id: 'B9', name: 'Chatty' } }).kind).toBe('none');
  expect(read({}, { ...quality, channel: 'C0123', bot: 'B042' }).kind).toBe('alert');
  expect(read({}, { ...quality, channel: 'ml-alerts', bot: 'quality bot' }).kind).toBe('alert');
  expect(read({ bot: { id: 'B9', name: 'Any' } }, { channel: '#ml-alerts', match: quality.match }).kind).toBe(
    'alert',
  );
});

test('a message that says something else is no alert', () => {
  expect(read({ text: 'good morning' })).toEqual({ kind: 'none', reason: 'no rule matches the text' });
});

test('the first rule that matches wins, and the answer names it', () => {
  const general = { channel: '#ml-alerts', match: '(?<metric>auc)', fields: { model: 'fraud' } };
  expect(read({}, quality, general)).toMatchObject({ place: 'slack.alerts[0]' });
  expect(read({ text: 'auc is odd' }, quality, general)).toMatchObject({
    place: 'slack.alerts[1]',
    alert: { model: 'fraud', metric: 'auc', severity: 'warning' },
  });
});

test('a segment group holds pairs', () => {
  const rule = {
    ...quality,
    match: String.raw`drift of (?<column>\w+) in (?<model>\w+) \[(?<segment>[^\]]*)\]`,
  };
  expect(alertIn({ text: 'drift of tenure in churn [country=BR]' }, rule)).toMatchObject({
    column: 'tenure',
    segment: { country: 'BR' },
    signal: 'drift',
  });
});

test('a model that nobody configured stays unnamed', () => {
  expect(alertIn({ text: 'FIRING: auc of uplift is 0.5' }).model).toBeNull();
});

test('an expression that does not compile stops the start, with its place', () => {
  const rules = [quality, { ...quality, match: '(?<model>' }].map((rule) => ChannelRule.parse(rule));
  expect(() => compileChannelRules(rules)).toThrow(
    expect.objectContaining({
      code: 'rule-does-not-compile',
      message: expect.stringMatching(
        /^slack\.alerts\[1\]\.match in fishbone\.yml is not a regular expression: /,
      ) as unknown,
    }) as Error,
  );
});

test('an expression that backtracks without end is given up in time, and named', () => {
  const started = performance.now();
  const reading = read(
    { text: `${'a'.repeat(60)}!` },
    { ...quality, match: String.raw`(?<model>(\w+\s?)+)$` },
  );
  expect(reading).toMatchObject({ kind: 'rule-too-slow', place: 'slack.alerts[0]' });
  expect(performance.now() - started).toBeLessThan(2000);
  expect(read({}).kind).toBe('alert');
});

test('only the beginning of an endless message is searched', () => {
  const late = `${'x '.repeat(longestMessage)}\nFIRING: auc of churn is 0.78`;
  expect(read({ text: late }).kind).toBe('none');
});

test('whatever a message says, what comes out is harmless', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      'FIRING: ',
      'auc',
      ' of ',
      'churn',
      ' is ',
      '0.7',
      '\u202E',
      '\n',
      '<!channel>',
      'xoxb-123456789012',
    ),
  });
  fc.assert(
    fc.property(hostile, (text) => {
      const reading = read({ text });
      const shown = reading.kind === 'alert' ? [reading.alert.title, reading.alert.summary] : [];
      for (const line of shown) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]|xoxb-\d/u);
    }),
  );
});
