import { describe, expect, test } from 'vitest';
import type { CheckOnce } from '../../src/cli/check-once.ts';
import { runFishbone } from '../../src/cli/program.ts';
import type { About } from '../../src/checks/check.ts';
import type { Evidence } from '../../src/checks/evidence.ts';
import { fakeRooms, someAlert } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const nullRate: About = {
  id: 'null-rate',
  title: 'Null rate',
  question: 'Is a feature missing more often than before?',
  tellsApart: ['data', 'config'],
  needs: ['predictions'],
  cost: { minutes: 1, risk: 'none' },
  thresholds: { floor: { default: 0.02, unit: 'share', why: 'below it nobody notices' } },
};

const moment = new Date('2026-03-09T15:00:00Z');
const window = { from: moment, to: moment };
const evidence: Evidence = {
  id: 'E1',
  check: 'null-rate',
  model: 'deposit',
  parameters: {},
  windows: { baseline: window, incident: window, onset: null, now: moment },
  verdict: { answer: 'steady', line: 'no feature is missing more often', findings: [] },
  queries: [],
  configHash: 'h',
  version: '0',
  startedAt: moment,
  finishedAt: moment,
};

async function run(...words: readonly string[]) {
  const asked: CheckOnce[] = [];
  const terminal = fakeTerminal();
  const checkOnce = async (input: CheckOnce): Promise<Evidence> => {
    asked.push(input);
    return evidence;
  };
  const rooms = fakeRooms({ checks: async () => [nullRate], checkOnce });
  const exitCode = await runFishbone(words, { terminal, rooms });
  return { exitCode, asked: asked[0], ...terminal.said() };
}

describe('fishbone check', () => {
  test('compares as an alert says, on the rows of a segment', async () => {
    const ran = await run(
      'check',
      'null-rate',
      '--alert',
      'a.json',
      '--segment',
      'country=BR',
      'device=a=b',
      '-s',
      'new=true',
    );
    expect(ran.exitCode).toBe(0);
    expect(ran.asked).toMatchObject({ model: 'deposit', subject: { kind: 'alert', alert: someAlert } });
    expect(ran.asked?.segment).toEqual({ country: 'BR', device: 'a=b', new: true });
    expect(ran.out).toContain('null-rate: steady');
    expect(ran.out).toContain('no feature is missing more often');
  });

  test('compares what came after a moment with what came before', async () => {
    const { asked } = await run(
      'check',
      'null-rate',
      '--onset',
      '2026-03-09T14:05',
      '--until',
      '2026-03-09T15:00',
    );
    expect(asked?.subject).toEqual({
      kind: 'spans',
      onset: new Date('2026-03-09T14:05:00Z'),
      until: new Date('2026-03-09T15:00:00Z'),
    });
  });

  test('with --json prints the evidence whole', async () => {
    const { out } = await run('check', 'null-rate', '--onset', '2026-03-09', '--json');
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(evidence)));
  });

  test.each([
    [
      ['check', 'nul-rate', '--onset', '2026-03-09'],
      "There is no check 'nul-rate'; did you mean 'null-rate'?",
    ],
    [['check', 'null-rate'], 'Say what to compare'],
    [['check', 'null-rate', '--alert', 'a', '--onset', '2026-03-09'], 'not both'],
    [['check', 'null-rate', '--onset', '2026-03-09', '--until', '2026-03-08'], 'must be later'],
    [['check', 'null-rate', '--onset', '2026-03-09', '--model', 'x'], "There is no model 'x'"],
  ])('%j is refused: %s', async (words, told) => {
    const { exitCode, asked, err } = await run(...words);
    expect([exitCode, asked]).toEqual([2, undefined]);
    expect(err).toContain(told);
  });
});

describe('fishbone checks', () => {
  test('says what each asks, needs, costs and judges by', async () => {
    const { out } = await run('checks');
    expect(out).toContain('Is a feature missing more often than before?');
    expect(out).toContain('tells apart  data, config');
    expect(out).toContain('floor        0.02 share: below it nobody notices');
  });

  test('is one array with --json', async () => {
    const { out } = await run('checks', '--json');
    expect(JSON.parse(out)).toMatchObject([
      { id: 'null-rate', tells_apart: ['data', 'config'], needs: ['predictions'] },
    ]);
  });
});
