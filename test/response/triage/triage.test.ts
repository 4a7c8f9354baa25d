import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/checks/question.ts';
import { TRIAGE_CHECKS } from '../../../src/checks/list.ts';
import type { IncidentFact } from '../../../src/incident/facts/events.ts';
import type { Row } from '../../../src/sql/aggregate.ts';
import { evidenceOf } from '../../incident/facts.ts';
import { nothingThere, openOffice } from '../office.ts';
import type { Answering, Office } from '../office.ts';

const types = (facts: readonly IncidentFact[]) => facts.map((fact) => fact.type);
const shortOf = (facts: readonly IncidentFact[]) => types(facts).filter((type) => type !== 'check-finished');

async function triaged(office: Office): Promise<readonly IncidentFact[]> {
  await office.receive();
  await office.settled();
  return office.facts('INC-1');
}

describe('what the bot finds out alone', () => {
  test('is recorded step by step, in the order of the loop, and evidence is numbered', async () => {
    const office = await openOffice();
    const facts = await triaged(office);
    expect(shortOf(facts)).toEqual([
      'declared',
      'snapshot-taken',
      'symptom-measured',
      'scope-measured',
      'checks-planned',
      'triage-finished',
      'suspects-ranked',
      'severity-proposed',
    ]);
    const evidence = facts.flatMap((fact) => (fact.type === 'check-finished' ? [fact.evidence] : []));
    expect(evidence.map((one) => one.id)).toEqual(TRIAGE_CHECKS.map((_, index) => `E${index + 1}`));
    expect(evidence.map((one) => one.check).toSorted()).toEqual(
      TRIAGE_CHECKS.map((check) => check.about.id).toSorted(),
    );
  });

  test('is told in few words: the checks once, together', async () => {
    const office = await openOffice();
    await triaged(office);
    expect(await office.announced()).toEqual([
      'root',
      'declared',
      'symptom-measured',
      'scope-measured',
      'checks-planned',
      'suspects-ranked',
      'severity-proposed',
    ]);
  });

  test('without a table, says of every check that it cannot say, and never that all is well', async () => {
    const office = await openOffice();
    await triaged(office);
    const { evidence, ranking, symptom } = await office.state('INC-1');
    expect(evidence.length).toBeGreaterThan(15);
    expect(new Set(evidence.map((one) => one.verdict.answer))).toEqual(new Set(['inconclusive']));
    expect(ranking?.verdict).toBe('inconclusive');
    expect(symptom?.changed).toBe(false);
    expect(symptom?.reason).not.toBeNull();
  });
});

describe('what breaks does not end it', () => {
  const brokenRows = (): readonly Row[] =>
    new Proxy([], {
      get: () => {
        throw new Error('the rows are not what they seem');
      },
    });
  const breaking =
    (inquiry: string): Answering =>
    (question, name) =>
      name.startsWith(`${inquiry}\u0000`)
        ? {
            kind: 'rows',
            rows: brokenRows(),
            asked: { source: 'logs', text: 'SELECT', parameters: [], milliseconds: 1 },
          }
        : nothingThere(question, name);

  test('a check that crashes counts as not run, with its reason; the others answer', async () => {
    const office = await openOffice({ answering: breaking('null-rate') });
    await triaged(office);
    const { evidence, ranking } = await office.state('INC-1');
    const crashed = evidence.find((one) => one.check === 'null-rate');
    expect(crashed?.verdict).toMatchObject({
      answer: 'inconclusive',
      line: 'the check itself failed: the rows are not what they seem',
    });
    expect(crashed?.queries).toHaveLength(1);
    expect(evidence).toHaveLength(TRIAGE_CHECKS.length);
    expect(ranking).not.toBeNull();
    expect(office.logged.join('\n')).toContain('check null-rate crashed');
  });

  test('a step that fails is said, once, and the next ones go on without it', async () => {
    const office = await openOffice({ answering: breaking('only') });
    const facts = await triaged(office);
    expect(shortOf(facts)).toEqual([
      'declared',
      'snapshot-taken',
      'step-failed',
      'scope-measured',
      'step-failed',
      'checks-planned',
      'triage-finished',
      'suspects-ranked',
      'severity-proposed',
    ]);
    const { failures, ranking } = await office.state('INC-1');
    expect(failures.map((failure) => failure.step)).toEqual(['symptom', 'profile']);
    expect(failures[0]?.message).toBe('the rows are not what they seem');
    expect(ranking).not.toBeNull();
  });

  test('tables that cannot be opened are said, and the incident goes on by hand', async () => {
    const office = await openOffice({
      open: () => Promise.reject(Object.assign(new Error('the disk is gone'), { code: 'broken', hint: 'x' })),
    });
    expect(shortOf(await triaged(office))).toEqual(['declared', 'step-failed']);
    expect((await office.state('INC-1')).failures).toMatchObject([
      { step: 'triage', message: 'the disk is gone' },
    ]);
    const person = { incident: 'INC-1', person: 'T1:U1', now: office.now };
    expect(await office.responder.writeNote(person)).toEqual({ kind: 'done', incident: 'INC-1' });
    expect(await office.receive()).toMatchObject({ meeting: 'repeated' });
  });
});

describe('a bot that stops in the middle', () => {
  /** Stops the bot as soon as this many questions were put. */
  const stoppingAt = (count: number, stop: () => void): Answering => {
    let asked = 0;
    return (question, name) => {
      asked += 1;
      if (asked === count) stop();
      return nothingThere(question, name);
    };
  };

  async function stoppedAfter(questions: number): Promise<Office> {
    const stopping = { now: () => {} };
    const office = await openOffice({ answering: stoppingAt(questions, () => stopping.now()) });
    stopping.now = () => office.stop();
    await office.receive();
    await office.settled();
    return office;
  }

  /** Of everything but failures there is one. */
  const saidTwice = (facts: readonly IncidentFact[]) => {
    const said = facts.map((fact) => (fact.type === 'check-finished' ? fact.evidence.check : fact.type));
    return said.filter((one, index) => said.indexOf(one) !== index);
  };

  test.each([1, 2, 3, 4, 6, 9, 15, 25, 40])(
    'after %i questions: nothing cut off is taken for an answer, and after a restart all is said once',
    async (questions) => {
      const first = await stoppedAfter(questions);
      const before = await first.facts('INC-1');
      expect(before.filter((fact) => JSON.stringify(fact).includes('cancelled'))).toEqual([]);
      const again = await openOffice({ storage: first.storage });
      await again.responder.triage('INC-1');
      const facts = await again.facts('INC-1');
      expect(facts.slice(0, before.length)).toEqual(before);
      expect(saidTwice(facts)).toEqual([]);
      expect(shortOf(facts).slice(-2)).toEqual(['suspects-ranked', 'severity-proposed']);
      expect((await again.state('INC-1')).evidence).toHaveLength(TRIAGE_CHECKS.length);
      await again.responder.triage('INC-1');
      expect(await again.facts('INC-1')).toEqual(facts);
    },
  );

  test('cut off between the last check and the ranking, it still ranks', async () => {
    const office = await openOffice({ triages: false });
    await office.receive();
    await append(office, { type: 'triage-finished', checks: 0, seconds: 1 });
    await office.responder.triage('INC-1');
    expect(shortOf(await office.facts('INC-1'))).toEqual([
      'declared',
      'triage-finished',
      'snapshot-taken',
      'symptom-measured',
      'scope-measured',
      'suspects-ranked',
      'severity-proposed',
    ]);
  });

  test('a failure that comes back is not said again', async () => {
    const open = () => Promise.reject(new Error('the disk is gone'));
    const office = await openOffice({ open });
    await triaged(office);
    await office.responder.triage('INC-1');
    expect((await office.state('INC-1')).failures).toHaveLength(1);
  });
});

describe('people who work meanwhile', () => {
  test('a check they ran on a segment does not stand in for the one on all traffic, and numbers stay one a piece', async () => {
    const office = await openOffice({ triages: false });
    await office.receive();
    const theirs = evidenceOf({ id: 'E1', check: 'null-rate', parameters: { segment: '{"country":"BR"}' } });
    await append(office, { type: 'check-finished', evidence: theirs, asked: true });
    await office.responder.triage('INC-1');
    const { evidence } = await office.state('INC-1');
    expect(evidence.map((one) => one.id)).toEqual(evidence.map((_, index) => `E${index + 1}`));
    expect(evidence.filter((one) => one.check === 'null-rate')).toHaveLength(2);
  });

  test('arguments name evidence by the number it has in the log', async () => {
    const office = await openOffice({ triages: false, answering: manyNulls });
    await office.receive();
    const theirs = evidenceOf({ id: 'E1', check: 'null-rate', parameters: { segment: '{"country":"BR"}' } });
    await append(office, { type: 'check-finished', evidence: theirs, asked: true });
    await office.responder.triage('INC-1');
    const { evidence, ranking } = await office.state('INC-1');
    const argued = (ranking?.suspects ?? []).flatMap((suspect) => [...suspect.for, ...suspect.against]);
    const checkOf = new Map(evidence.map((one) => [one.id, one.check]));
    expect(argued.filter((one) => checkOf.get(one.evidence) !== one.check)).toEqual([]);
    expect(argued.length).toBeGreaterThan(0);
  });

  test('what they write while it runs is kept, in between', async () => {
    const writing = { now: async () => {} };
    const office = await openOffice({
      answering: async (question, name): Promise<Answer> => {
        await writing.now();
        return nothingThere(question, name);
      },
    });
    let entries = 0;
    writing.now = async () => {
      if (entries >= 60) return;
      entries += 1;
      await office.responder.addTimelineEntry({
        incident: 'INC-1',
        happenedAt: office.now,
        text: `entry ${entries}`,
        origin: null,
        person: 'T1:U1',
        now: office.now,
      });
    };
    const facts = await triaged(office);
    expect(entries).toBeGreaterThan(10);
    expect(facts.filter((fact) => fact.type === 'timeline-added')).toHaveLength(entries);
    expect(shortOf(facts).filter((type) => type !== 'timeline-added')).toHaveLength(8);
  });
});

/** `age` is null in 18 % of the requests of the incident window, where it was in 0.5 %. */
const manyNulls: Answering = (question, name) => {
  if (!name.startsWith('null-rate\u0000')) return nothingThere(question, name);
  const eventsAfter = name.endsWith('age') ? 3600 : 100;
  const row = { before: 100_000, after: 20_000, eventsBefore: 500, eventsAfter };
  return {
    kind: 'rows',
    rows: [row],
    asked: { source: 'logs', text: 'SELECT', parameters: [], milliseconds: 1 },
  };
};

async function append(office: Office, fact: IncidentFact): Promise<void> {
  const expected = (await office.events('INC-1')).length;
  await office.storage.incidents.append({
    incident: 'INC-1',
    expected,
    events: [{ at: office.now, actor: { kind: 'bot' }, fact }],
    announcements: [],
  });
}
