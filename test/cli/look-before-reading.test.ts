import { expect, test } from 'vitest';
import { runFishbone } from '../../src/cli/program.ts';
import type { ColumnFinding } from '../../src/config/columns.ts';
import { fakeRooms } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const typo: ColumnFinding = {
  file: 'fishbone.yml',
  line: 11,
  column: 14,
  key: 'models.deposit.predictions.score',
  message: "the table 'predictions' has no column 'scor'; did you mean 'score'?",
  level: 'problem',
  because: 'not there',
  model: 'deposit',
  vital: true,
};

async function run(line: readonly string[], findings: readonly ColumnFinding[]) {
  const terminal = fakeTerminal();
  const asked: string[] = [];
  const exitCode = await runFishbone([...line], {
    terminal,
    rooms: fakeRooms({
      checks: async () => [(await import('../../src/checks/null-rate.ts')).nullRate.about],
      lookAtColumns: async () => findings,
      investigate: () => Promise.reject(new Error('the tables were read')),
      checkOnce: async () => {
        asked.push('check');
        throw new Error('the tables were read');
      },
    }),
  });
  return { exitCode, ...terminal.said() };
}

test.each([
  ['investigate', ['investigate', '--alert', 'a.json']],
  ['check', ['check', 'null-rate', '--alert', 'a.json']],
])(
  '%s does not begin with a column that is mistyped: it names line, key and the nearest name',
  async (_, line) => {
    const { exitCode, err, out } = await run(line, [typo]);
    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(
      "fishbone.yml:11:14  models.deposit.predictions.score: the table 'predictions' has no column 'scor'; did you mean 'score'?",
    );
    expect(err).not.toContain('the tables were read');
  },
);

test('a table that cannot be read just now is said, and the rest is looked into', async () => {
  const corrupt = { ...typo, because: 'unreadable' as const, message: "'golden': corrupt Parquet" };
  const { err } = await run(['investigate', '--alert', 'a.json'], [corrupt]);
  expect(err).toContain(
    "warning: fishbone.yml:11:14  models.deposit.predictions.score: 'golden': corrupt Parquet",
  );
  expect(err).toContain('the tables were read');
});
