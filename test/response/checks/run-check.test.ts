import { describe, expect, test } from 'vitest';
import { recordFacts } from '../../../src/response/record/record.ts';
import { withinTime } from '../../../src/response/checks/time-limit.ts';
import { minutes } from '../../incident/facts.ts';
import { nothingThere, openOffice } from '../office.ts';
import type { Answering, Office } from '../office.ts';

const person = 'T1:U1';

async function withIncident(answering: Answering = nothingThere): Promise<Office> {
  const office = await openOffice({ answering });
  await office.receive();
  await office.settled();
  await office.announced();
  return office;
}

const check = (office: Office, changes: Partial<Parameters<Office['responder']['runCheck']>[0]> = {}) =>
  office.responder.runCheck({
    incident: 'INC-1',
    check: 'null-rate',
    segment: {},
    parameters: {},
    person,
    ...changes,
  });

describe('a check on request', () => {
  test('becomes evidence of the person who asked, and is said; the same top suspect is not said again', async () => {
    const office = await withIncident();
    const before = (await office.state('INC-1')).evidence.length;
    expect(await check(office, { segment: { country: 'BR' } })).toEqual({ kind: 'done', incident: 'INC-1' });
    const { evidence } = await office.state('INC-1');
    expect(evidence).toHaveLength(before + 1);
    expect(evidence.at(-1)).toMatchObject({
      id: `E${before + 1}`,
      check: 'null-rate',
      parameters: { segment: '{"country":"BR"}' },
      configHash: office.services.config.hash,
      version: '0.1.0',
    });
    expect((await office.events('INC-1')).at(-1)).toMatchObject({
      actor: { kind: 'person', id: person },
      fact: { type: 'suspects-ranked', because: 'quiet' },
    });
    expect(await office.announced()).toEqual(['root', 'check-finished']);
  });

  test('put again is the same question, and a second answer', async () => {
    const office = await withIncident();
    await check(office, { segment: { country: 'BR' } });
    const first = (await office.state('INC-1')).evidence.at(-1);
    const again = await office.responder.rerun({ incident: 'INC-1', evidence: first?.id ?? '', person });
    expect(again).toEqual({ kind: 'done', incident: 'INC-1' });
    const second = (await office.state('INC-1')).evidence.at(-1);
    expect(second?.id).not.toBe(first?.id);
    expect(second).toMatchObject({
      check: first?.check,
      parameters: first?.parameters,
      windows: first?.windows,
    });
  });

  test('while other things are recorded keeps its number to itself', async () => {
    const office = await withIncident();
    await Promise.all([
      check(office),
      check(office, { check: 'constant' }),
      check(office, { check: 'changes' }),
    ]);
    const ids = (await office.state('INC-1')).evidence.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('over a source that fails is inconclusive, names the source, and the incident goes on', async () => {
    const office = await withIncident(() => ({
      kind: 'failed',
      cause: 'timeout',
      source: 'logs',
      message: 'logs did not answer within 30 s',
      hint: 'Ask about a shorter span.',
    }));
    expect(await check(office)).toMatchObject({ kind: 'done' });
    const verdict = (await office.state('INC-1')).evidence.at(-1)?.verdict;
    expect(verdict?.answer).toBe('inconclusive');
    expect(verdict?.line).toContain('logs');
  });

  test('tables that cannot be opened at all are the error that says so', async () => {
    const office = await openOffice({
      triages: false,
      open: () =>
        Promise.reject(
          Object.assign(new Error('there is no folder ./data'), { code: 'missing', hint: 'Lay it there.' }),
        ),
    });
    await office.receive();
    await expect(check(office)).rejects.toMatchObject({ code: 'missing', hint: 'Lay it there.' });
    expect(await office.facts('INC-1')).toHaveLength(1);
  });

  test('that takes longer than a person waits is refused, and recorded nowhere', async () => {
    const slow = await withinTime(
      (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off')))),
      0.02,
    );
    expect(slow).toMatchObject({ kind: 'refused', message: 'the tables did not answer within 0.02 seconds' });
    await expect(withinTime(() => Promise.reject(new Error('broken')), 5)).rejects.toThrow('broken');
    expect(await withinTime(async () => 7)).toEqual({ kind: 'measured', result: 7 });
  });
});

describe('what cannot be asked is answered with the nearest that can', () => {
  test.each([
    [{ check: 'nul-rate' }, /no check 'nul-rate'.*null-rate/, /Checks: .*null-rate/],
    [{ check: 'xyzzyxyzzy' }, /no check 'xyzzyxyzzy'$/, /Checks: /],
    [
      { segment: { contry: 'BR' } },
      /deposit has no dimension 'contry'.*country/,
      /Dimensions: country, device, model_version/,
    ],
    [{ incident: 'INC-99' }, /no incident INC-99/, /status/],
  ])('check %j', async (changes, message, hint) => {
    const office = await withIncident();
    const before = await office.events('INC-1');
    expect(await check(office, changes)).toEqual({
      kind: 'refused',
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringMatching(hint) as unknown,
    });
    expect(await office.events('INC-1')).toEqual(before);
  });

  test('an evidence there is not', async () => {
    const office = await withIncident();
    const rerun = (evidence: string) => office.responder.rerun({ incident: 'INC-1', evidence, person });
    expect(await rerun('E99')).toMatchObject({
      message: 'there is no evidence E99 in INC-1',
      hint: expect.stringMatching(/^There is E1 to E\d+\.$/) as unknown,
    });
    const bare = await openOffice({ triages: false });
    await bare.receive();
    expect(await bare.responder.rerun({ incident: 'INC-1', evidence: 'E1', person })).toMatchObject({
      hint: 'There is no evidence yet.',
    });
  });

  test('a dimension there is not', async () => {
    const office = await withIncident();
    const scope = (...dimensions: string[]) =>
      office.responder.measureScope({ incident: 'INC-1', dimensions, person });
    expect(await scope('county')).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/no dimension 'county'.*country/) as unknown,
    });
    expect(await scope('country')).toEqual({ kind: 'done', incident: 'INC-1' });
    expect((await office.state('INC-1')).breakdowns).toHaveLength(1);
    expect(await scope()).toEqual({ kind: 'done', incident: 'INC-1' });
    expect((await office.state('INC-1')).breakdowns).toHaveLength(1);
  });

  test('a model that went from the configuration: measuring is refused, the log goes on', async () => {
    const office = await withIncident();
    const gone = await openOffice({ storage: office.storage });
    const { models } = gone.services.config.config;
    // The configuration of the next start, in which somebody took the model out.
    Object.assign(gone.services.config, {
      config: { ...gone.services.config.config, models: { ranker: models['ranker'] } },
    });
    for (const outcome of [
      await check(gone),
      await gone.responder.measureSymptom({ incident: 'INC-1', person }),
      await gone.responder.measureScope({ incident: 'INC-1', dimensions: [], person }),
    ])
      expect(outcome).toMatchObject({
        kind: 'refused',
        message: "model 'deposit' of INC-1 is not in /etc/fishbone.yml any more",
      });
    expect(await gone.responder.writeNote({ incident: 'INC-1', person, now: gone.now })).toMatchObject({
      kind: 'done',
    });
  });
});

describe('two people at once', () => {
  test('or sixty: all are recorded, each decided in the state that the other left', async () => {
    const office = await withIncident();
    const added = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        office.responder.addTimelineEntry({
          incident: 'INC-1',
          happenedAt: minutes(0),
          text: `entry ${index}`,
          origin: null,
          person,
          now: office.now,
        }),
      ),
    );
    expect(new Set(added.map((outcome) => outcome.kind))).toEqual(new Set(['done']));
    const { timeline } = await office.state('INC-1');
    expect(new Set(timeline.map((entry) => entry.id)).size).toBe(60);
  });

  test('two who resolve: the second hears that it was resolved', async () => {
    const office = await withIncident();
    const resolve = (by: string) =>
      office.responder.resolve({
        incident: 'INC-1',
        cause: null,
        reason: `by ${by}`,
        person: by,
        now: office.now,
      });
    const outcomes = await Promise.all([resolve('T1:U1'), resolve('T1:U2')]);
    expect(outcomes.map((outcome) => outcome.kind).toSorted()).toEqual(['done', 'refused']);
    expect((await office.facts('INC-1')).filter((fact) => fact.type === 'resolved')).toHaveLength(1);
  });

  test('reopening when the same problem has a new incident names that one', async () => {
    const office = await withIncident();
    const now = office.now;
    await office.responder.resolve({ incident: 'INC-1', cause: null, reason: 'over', person, now });
    await office.receive();
    await office.settled();
    expect(
      await office.responder.reopen({ incident: 'INC-1', reason: 'not over', person, now }),
    ).toMatchObject({
      kind: 'refused',
      message: 'INC-2 is open for the same key already',
    });
    await office.responder.resolve({ incident: 'INC-2', cause: null, reason: 'over', person, now });
    expect(await office.responder.reopen({ incident: 'INC-1', reason: 'not over', person, now })).toEqual({
      kind: 'done',
      incident: 'INC-1',
    });
    expect((await office.state('INC-1')).status).toBe('open');
  });

  test('one that is always late gives up after a while, and says that nothing was recorded', async () => {
    const office = await withIncident();
    const late = {
      ...office.services,
      incidents: {
        ...office.storage.incidents,
        append: async () => ({ kind: 'conflict' as const, seq: 99 }),
      },
    };
    expect(await recordFacts(late, 'INC-1', [{ type: 'asked', view: 'status' }])).toMatchObject({
      kind: 'refused',
      hint: expect.stringContaining('Nothing was recorded') as unknown,
    });
  });
});

test('every verb knows when there is no such incident', async () => {
  const { responder, now } = await openOffice({ triages: false });
  const asked = { incident: 'INC-404', person, now };
  for (const outcome of [
    await responder.show({ ...asked, view: 'status' }),
    await responder.writeNote(asked),
    await responder.resolve({ ...asked, cause: null, reason: 'x' }),
    await responder.reopen({ ...asked, reason: 'x' }),
    await responder.addWhy({ ...asked, text: 'x', under: null, evidence: null }),
    await responder.setSeverity({ ...asked, severity: 'sev1', reason: 'x' }),
    await responder.addTimelineEntry({ ...asked, happenedAt: now, text: 'x', origin: null }),
    await responder.removeTimelineEntry({ ...asked, entry: 'T1' }),
    await responder.rerun({ ...asked, evidence: 'E1' }),
    await responder.measureSymptom(asked),
    await responder.measureScope({ ...asked, dimensions: [] }),
  ])
    expect(outcome).toMatchObject({ kind: 'refused', message: 'there is no incident INC-404' });
});
