import { describe, expect, test } from 'vitest';
import { receiveAlert } from '../../../src/response/alerts/receive-alert.ts';
import { alertOf, minutes } from '../../incident/facts.ts';
import { openOffice } from '../office.ts';

const quiet = () => openOffice({ triages: false });

describe('an alert meets the incidents', () => {
  test('the first one opens an incident in the channel of its model, and says so', async () => {
    const office = await quiet();
    expect(await office.receive()).toEqual({
      incident: 'INC-1',
      meeting: 'opened',
      reason: 'no incident of deposit is open',
    });
    expect(await office.storage.incidents.summary('INC-1')).toMatchObject({
      channel: '#ml-growth',
      model: 'deposit',
      key: 'deposit/model-metric/auc',
      status: 'open',
    });
    expect(await office.state('INC-1')).toMatchObject({
      severity: 'sev1',
      declaredBy: { kind: 'monitor', name: 'alertmanager' },
    });
    expect(await office.announced()).toEqual(['root', 'declared']);
    expect(office.woken()).toBe(1);
  });

  test('a model without a channel of its own is talked about in the one for all', async () => {
    const office = await quiet();
    const { incident } = await office.receive({ model: 'ranker' });
    expect((await office.storage.incidents.summary(incident ?? ''))?.channel).toBe(
      office.services.config.config.slack.channel,
    );
  });

  test('the same one again is counted on the root and not said again', async () => {
    const office = await quiet();
    await office.receive();
    await office.announced();
    expect(await office.receive()).toMatchObject({ incident: 'INC-1', meeting: 'repeated' });
    expect(await office.announced()).toEqual(['root']);
    expect((await office.state('INC-1')).alerts.map((met) => met.meeting)).toEqual(['opened', 'repeated']);
  });

  test('a worse value is an update, said with what changed', async () => {
    const office = await quiet();
    await office.receive();
    await office.announced();
    const received = await office.receive({ value: 0.6 });
    expect(received).toMatchObject({ incident: 'INC-1', meeting: 'updated' });
    expect(received.reason).toContain('0.6');
    expect(await office.announced()).toEqual(['root', 'alert-met']);
  });

  test('another metric of the model soon after joins, one much later opens its own', async () => {
    const office = await quiet();
    await office.receive();
    const other = {
      fingerprint: 'f2',
      signal: 'data-quality',
      metric: 'null_rate',
      column: 'contact',
    } as const;
    expect(await office.receive({ ...other, startedAt: minutes(20) })).toMatchObject({
      incident: 'INC-1',
      meeting: 'joined',
    });
    expect(
      await office.receive({ ...other, fingerprint: 'f3', column: 'age', startedAt: minutes(400) }),
    ).toMatchObject({ incident: 'INC-2', meeting: 'opened' });
  });

  test("another model's alert opens another incident, at the same minute", async () => {
    const office = await quiet();
    await office.receive();
    expect(await office.receive({ model: 'ranker', fingerprint: 'f2' })).toMatchObject({ incident: 'INC-2' });
  });

  test('a monitor that resolves is heard, and a person still decides when it is over', async () => {
    const office = await quiet();
    await office.receive();
    const over = { status: 'resolved', endedAt: minutes(30) } as const;
    expect(await office.receive(over)).toMatchObject({ incident: 'INC-1', meeting: 'resolved' });
    expect((await office.state('INC-1')).status).toBe('open');
    expect(await office.receive(over)).toMatchObject({ incident: null, meeting: 'ignored' });
  });

  test('after a person resolved it, the same alert is a new incident', async () => {
    const office = await quiet();
    await office.receive();
    await office.responder.resolve({
      incident: 'INC-1',
      cause: null,
      reason: 'rolled back',
      person: 'T1:U1',
      now: office.now,
    });
    expect(await office.receive({ status: 'resolved' })).toMatchObject({
      incident: null,
      meeting: 'ignored',
    });
    expect(await office.receive()).toMatchObject({ incident: 'INC-2', meeting: 'opened' });
  });

  test('one that names no model the configuration knows is logged, and changes nothing', async () => {
    const office = await quiet();
    const received = await office.receive({ model: null });
    expect(received).toMatchObject({ incident: null, meeting: 'ignored' });
    expect(received.reason).toContain('deposit, ranker');
    expect(office.logged.join('\n')).toContain('alert ignored');
    expect(await office.storage.incidents.list({})).toEqual([]);
  });
});

describe('two at once', () => {
  test('twenty deliveries of one alert at the same moment are one incident that nineteen repeated', async () => {
    const office = await openOffice();
    const received = await Promise.all(Array.from({ length: 20 }, () => office.receive()));
    await office.settled();
    expect(new Set(received.map((one) => one.incident))).toEqual(new Set(['INC-1']));
    expect(received.map((one) => one.meeting).toSorted()).toEqual([
      'opened',
      ...Array.from({ length: 19 }, () => 'repeated'),
    ]);
    expect(await office.storage.incidents.list({})).toHaveLength(1);
    expect((await office.state('INC-1')).alerts).toHaveLength(20);
    const triaged = (await office.facts('INC-1')).filter((fact) => fact.type === 'triage-finished');
    expect(triaged).toHaveLength(1);
  });

  test('one that cannot be recorded is an error, so that the inbox keeps it', async () => {
    const office = await quiet();
    await office.receive();
    const late = {
      ...office.services,
      incidents: {
        ...office.storage.incidents,
        append: async () => ({ kind: 'conflict' as const, seq: 99 }),
      },
    };
    await expect(receiveAlert(late, alertOf(), office.now)).rejects.toThrow('changing too fast');
  });

  test('a person and a monitor at the same moment too', async () => {
    const office = await quiet();
    const open = office.responder.open({
      model: 'deposit',
      metric: 'auc',
      title: 'AUC looks low',
      startedAt: null,
      person: 'T1:U1',
      now: office.now,
    });
    await Promise.all([open, office.receive()]);
    expect(await office.storage.incidents.list({})).toHaveLength(1);
  });
});

describe('a person saw it first', () => {
  const said = {
    model: 'deposit',
    metric: null,
    title: 'the auc looks low',
    startedAt: minutes(-30),
    person: 'T1:U1',
  } as const;

  test('opens an incident in their name, with the metric that their words mean', async () => {
    const office = await quiet();
    expect(await office.responder.open({ ...said, now: office.now })).toEqual({
      kind: 'done',
      incident: 'INC-1',
    });
    expect(await office.state('INC-1')).toMatchObject({
      title: 'the auc looks low',
      declaredBy: { kind: 'person', id: 'T1:U1' },
      severity: 'sev3',
      severityReason: 'opened by a person; no monitor said how bad it is',
      alerts: [{ alert: { metric: 'auc', startedAt: minutes(-30) } }],
    });
  });

  test('into one that is open, the words are said in its thread, in their name', async () => {
    const office = await quiet();
    await office.receive();
    await office.announced();
    expect(await office.responder.open({ ...said, now: office.now })).toEqual({
      kind: 'done',
      incident: 'INC-1',
    });
    expect(await office.announced()).toEqual(['root', 'alert-met']);
    expect((await office.events('INC-1')).at(-1)).toMatchObject({
      actor: { kind: 'person', id: 'T1:U1' },
      fact: { type: 'alert-met', alert: { title: 'the auc looks low' } },
    });
  });

  test('hears the nearest model when there is none of that name', async () => {
    const office = await quiet();
    const outcome = await office.responder.open({ ...said, model: 'deposits', now: office.now });
    expect(outcome).toMatchObject({ kind: 'refused', hint: 'Models: deposit, ranker.' });
    expect(outcome.kind === 'refused' && outcome.message).toMatch(/no model 'deposits'.*'?deposit'?\?/);
  });
});
