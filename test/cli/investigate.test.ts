import { describe, expect, test } from 'vitest';
import { bar } from '../../src/cli/investigation-report.ts';
import { runFishbone } from '../../src/cli/program.ts';
import type { Rooms } from '../../src/cli/rooms.ts';
import type { Evidence } from '../../src/checks/evidence.ts';
import type { InvestigateInput, Investigation } from '../../src/response/triage/investigate.ts';
import type { Windows } from '../../src/time/window.ts';
import { closedWarehouses, fakeRooms, someAlert } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const now = new Date('2026-03-09T15:00:00Z');
const windows: Windows = {
  baseline: { from: new Date('2026-03-02T14:00:00Z'), to: new Date('2026-03-09T14:00:00Z') },
  incident: { from: new Date('2026-03-09T14:10:00Z'), to: now },
  onset: new Date('2026-03-09T14:05:00Z'),
  now,
};

function evidence(id: string, check: string, verdict: Evidence['verdict']): Evidence {
  const frame = { model: 'deposit', parameters: {}, windows, queries: [], configHash: 'h', version: '0' };
  return { id, check, verdict, ...frame, startedAt: now, finishedAt: now };
}

const investigation: Investigation = {
  model: 'deposit',
  now,
  nowIs: 'the newest row',
  notes: [],
  seconds: 3.21,
  symptom: {
    metric: 'auc',
    label: 'auc',
    unit: 'score',
    column: null,
    segment: {},
    before: { value: 0.861, low: 0.85, high: 0.87, n: 9000 },
    after: { value: 0.782, low: 0.77, high: 0.79, n: 800 },
    difference: { value: -0.079, low: -0.09, high: -0.07, n: 9800 },
    p: 0.0001,
    changed: true,
    onset: {
      at: windows.onset ?? now,
      from: windows.baseline.to,
      to: windows.incident.from,
      shape: 'step',
      method: 'x',
    },
    reason: null,
    windows,
    sentence: 'AUC fell from 0.861 to 0.782.',
  },
  scope: {
    answer: 'all-alike',
    metric: 'auc',
    dimensions: ['country'],
    segments: [],
    rows: [],
    warnings: [],
    windows,
    sentence: 'All traffic alike.',
  },
  evidence: [
    evidence('E1', 'null-rate', { answer: 'shifted', line: 'balance is null in 18 %', findings: [] }),
    evidence('E2', 'parity', {
      answer: 'inconclusive',
      line: 'no offline table',
      reason: 'none',
      findings: [],
    }),
  ],
  ranking: {
    verdict: 'incident',
    verdictReason: 'The metric fell and a check shifted.',
    suspects: [
      {
        id: 'config.feature-store',
        category: 'config',
        culprit: { kind: 'feature', name: 'balance' },
        probability: 0.81,
        prior: 0.1,
        for: [],
        against: [],
        change: 'chg-0042',
        sentence: 'Reads of balance miss.',
      },
    ],
    noneOfThese: 0.1,
    change: 'chg-0042',
    mitigations: [
      {
        kind: 'rollback',
        target: 'chg-0042',
        reversible: true,
        sentence: 'Roll back chg-0042.',
        verify: 'AUC is back.',
      },
    ],
    nextCheck: {
      name: 'parity',
      expectedInformationGainBits: 0.42,
      costMinutes: 1,
      why: 'It tells two apart.',
    },
  },
};

async function run(line: string, rooms: Partial<Rooms> = {}, terminal = fakeTerminal()) {
  const asked: InvestigateInput[] = [];
  const exitCode = await runFishbone(
    ['investigate', '--alert', 'a.json', ...line.split(' ').filter(Boolean)],
    {
      terminal,
      rooms: fakeRooms({
        investigate: async (input) => {
          asked.push(input);
          const [first] = investigation.evidence;
          const steps = investigation.evidence.map(({ check }) => ({ check, segment: {} }));
          await input.onFact?.({ type: 'checks-planned', because: 'triage', steps });
          if (first !== undefined)
            await input.onFact?.({ type: 'check-finished', evidence: first, asked: false });
          return investigation;
        },
        ...rooms,
      }),
    },
  );
  return { exitCode, asked, ...terminal.said() };
}

describe('fishbone investigate', () => {
  test('with --json there is one object on stdout and nothing else anywhere', async () => {
    const { exitCode, out, err } = await run('--json');
    expect(exitCode).toBe(0);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      model: 'deposit',
      verdict: 'incident',
      symptom: { metric: 'auc', before: 0.861, after: 0.782, onset: '2026-03-09T14:05:00.000Z' },
      scope: [],
      suspects: [
        { id: 'config.feature-store', probability: 0.81, culprit: { kind: 'feature', name: 'balance' } },
      ],
      change: 'chg-0042',
      mitigation: { kind: 'rollback', target: 'chg-0042' },
      next_check: { name: 'parity', expected_information_gain_bits: 0.42 },
    });
  });

  test('for a person it says symptom, onset, scope, checks, suspects, change, mitigation and next check', async () => {
    const { out } = await run('');
    for (const words of [
      'deposit: incident',
      '2026-03-09 14:05 UTC',
      'All traffic alike.',
      '▲  null-rate  E1  balance is null in 18 %',
      '?  parity  E2  no offline table (none)',
      'AUC fell from 0.861 to 0.782, as of 2026-03-09 15:00 UTC (the newest row).',
      '81 %  config.feature-store (feature balance): Reads of balance miss.',
      'Change      chg-0042',
      'Do first    Roll back chg-0042. Verify: AUC is back.',
      'Then check  parity (0.42 bits expected). It tells two apart.',
      'As of 2026-03-09 15:00 UTC · 2 checks, 1 of which cannot say · 3.2 s',
    ]) {
      expect(out).toContain(words);
    }
  });

  test('what to act on comes before what was tested: symptom, scope, suspects, change, mitigation, checks', async () => {
    const { out } = await run('');
    const places = ['What changed', 'For whom', '81 %', 'Change', 'Do first', '▲  null-rate'].map((words) =>
      out.indexOf(words),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('steady checks are one line of names, and no line is wider than the terminal', async () => {
    const steady = ['constant', 'categories', 'freshness'].map((check, at) =>
      evidence(`E${at + 3}`, check, { answer: 'steady', line: `${check} is as before`, findings: [] }),
    );
    const more = { ...investigation, evidence: [...investigation.evidence, ...steady] };
    const narrow = fakeTerminal({ width: 80 });
    const { out } = await run('', { investigate: async () => more }, narrow);
    expect(out).toContain('= 3 steady  constant, categories, freshness');
    expect(out).not.toContain('constant is as before');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('what speaks for and against the first suspect is said with its evidence', async () => {
    const [first] = investigation.ranking?.suspects ?? [];
    if (first === undefined || investigation.ranking === null) throw new Error('no suspect to test with');
    const suspect = {
      ...first,
      for: [{ evidence: 'E1', check: 'null-rate', logRatio: 2, words: 'balance is null in 18 %' }],
      against: [{ evidence: 'E2', check: 'parity', logRatio: -1, words: 'served as computed' }],
    };
    const weighed = { ...investigation, ranking: { ...investigation.ranking, suspects: [suspect] } };
    const { out } = await run('', { investigate: async () => weighed });
    expect(out).toMatch(/For it +balance is null in 18 % \(E1\)/);
    expect(out).toMatch(/Against it +served as computed \(E2\)/);
  });

  test('an alert whose time was not known is said before the answer', async () => {
    const noted = { ...investigation, notes: ['The alert carries no time.'] };
    const { out } = await run('', { investigate: async () => noted });
    expect(out.indexOf('The alert carries no time.')).toBeGreaterThan(0);
    expect(out.indexOf('The alert carries no time.')).toBeLessThan(out.indexOf('What changed'));
  });

  test('an investigation that found nothing out says so', async () => {
    const nothing = { ...investigation, symptom: null, scope: null, ranking: null, evidence: [] };
    const { exitCode, out } = await run('', { investigate: async () => nothing });
    expect(exitCode).toBe(0);
    expect(out).toContain('Nothing could be ranked.');
    expect(out).toContain('The symptom could not be measured.');
  });

  test('--now cuts the data there; without it, at the newest row', async () => {
    expect((await run('--now 2026-03-09T14:35')).asked[0]?.now).toEqual(new Date('2026-03-09T14:35:00Z'));
    expect((await run('--now 2026-03-09T14:35:00+02:00')).asked[0]?.now).toEqual(
      new Date('2026-03-09T12:35:00Z'),
    );
    expect((await run('')).asked[0]?.now).toBeNull();
  });

  test('the model that a person names wins over the alert', async () => {
    expect((await run('--model deposit')).asked[0]?.alert).toEqual({ ...someAlert, model: 'deposit' });
    const { exitCode, err } = await run('--model deposti');
    expect(exitCode).toBe(2);
    expect(err).toContain("There is no model 'deposti'");
    expect(err).toContain("did you mean 'deposit'?");
  });

  test('a person at the terminal sees how many checks have answered, on one line that goes away', async () => {
    const { err } = await run('--json', {}, fakeTerminal({ errIsTerminal: true }));
    expect(err).toContain('\r\u001b[K0 of 2 checks; Ctrl-C cancels …');
    expect(err).toContain('\r\u001b[K1 of 2 checks; null-rate: shifted');
    expect(err.endsWith('\r\u001b[K')).toBe(true);
    expect(err).not.toContain('\n');
  });

  test('Ctrl-C reaches the queries, and the tables are closed', async () => {
    const cancel = new AbortController();
    let closed = false;
    const { exitCode, err } = await run(
      '',
      {
        openWarehouses: async () => ({ ...closedWarehouses, close: async () => void (closed = true) }),
        investigate: async ({ signal }) => {
          cancel.abort();
          signal.throwIfAborted();
          return investigation;
        },
      },
      fakeTerminal({ cancelled: cancel.signal }),
    );
    expect([exitCode, err, closed]).toEqual([130, 'Cancelled.\n', true]);
  });
});

test.each([
  [0, '················'],
  [0.5, '████████········'],
  [1, '████████████████'],
  [0.03, '▌···············'],
])('a probability of %d is the bar %s', (probability, drawn) => {
  expect(bar(probability)).toBe(drawn);
});
