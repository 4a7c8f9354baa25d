import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../src/redact/redact.ts';
import { redactValue } from '../../src/redact/redact-value.ts';

test.each<readonly [string, string, string?]>([
  ['a Slack bot token', 'xoxb-123456789012-123456789012-AbCdEf'],
  ['a Slack app token', 'xapp-1-A012BCDEF-1234567890-abcdef'],
  ['a rotated Slack token', 'xoxe.xoxp-1-AbCdEf0123456789'],
  ['a Slack webhook', 'https://hooks.slack.com/services/T000/B000/XXXXXXXX', 'T000'],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r'],
  ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE'],
  ['an AWS secret', 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalr'],
  ['a Google key', 'AIzaSyA1234567890abcdefghijklmnopqrstuvw'],
  ['a Google access token', 'ya29.a0AfH6SMBx123456'],
  ['a GitHub token', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
  ['a bearer token', 'Authorization: Bearer 9f86d081884c7d65', '9f86d'],
  ['basic credentials', 'Basic dXNlcjpwYXNzd29yZDE=', 'dXNl'],
  ['a password in a URL', 'postgres://bot:hunter2@db.internal/ml', 'hunter2'],
  ['a password pair', 'password=correct-horse', 'correct'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
])('%s is taken out of a text', (_, text, secret) => {
  const seen = redact(`before ${text} after`);
  expect(seen).toContain('[redacted]');
  expect(seen).toMatch(/^before .*after$/s);
  expect(seen).not.toContain(secret ?? text);
});

test('a token glued to a word is found, too', () => {
  expect(redact('__xoxb-123456789012 tokenxapp-1-A012BCDEF')).toBe('__[redacted] token[redacted]');
});

test.each([
  'AUC of churn is 0.78 (7d: 0.86)',
  'a basic understanding of bearer shares',
  'http://prometheus.example:9090/graph?g0.expr=auc',
  'see https://wiki.example/a@b and mailto:team@example.org',
  'no secret here, the token bucket is full',
])('"%s" stays as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test('what is redacted stays redacted', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const once = redact(`${text} token=abcdefgh xoxb-123456789 Bearer abc12345 ${text}`);
      expect(redact(once)).toBe(once);
    }),
  );
});

test('a text made to be slow is not', () => {
  const started = performance.now();
  for (const piece of [
    'a:',
    'Bearer ',
    'eyJaaaaaaaa.',
    '-----BEGIN PRIVATE KEY-----',
    'password = ',
    'xoxb-',
    'http://a:',
  ]) {
    redact(piece.repeat(20_000));
  }
  expect(performance.now() - started).toBeLessThan(2000);
});

test('fields whose names promise a secret lose their value, at any depth', () => {
  expect(
    redactValue({
      headers: { Authorization: 'abc', 'x-api-key': 'def' },
      list: [{ password: 7, user: 'bot' }],
      token: null,
    }),
  ).toEqual({
    headers: { Authorization: '[redacted]', 'x-api-key': '[redacted]' },
    list: [{ password: '[redacted]', user: 'bot' }],
    token: null,
  });
});

test('an error keeps its message without the secret', () => {
  const error = new Error('connect to postgres://bot:hunter2@db failed', {
    cause: new Error('xoxb-1234567890'),
  });
  expect(JSON.stringify(redactValue(error))).not.toMatch(/hunter2|xoxb-/);
});

test('data nested without end is cut, not followed', () => {
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  expect(JSON.stringify(redactValue(loop))).toContain('nested too deep');
});
