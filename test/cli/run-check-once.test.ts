import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runFishbone } from '../../src/cli/program.ts';
import { openRooms } from '../../src/cli/open-rooms.ts';
import { Evidence } from '../../src/checks/evidence.ts';
import { fakeTerminal } from './fake-terminal.ts';

const example = fileURLToPath(new URL('../../examples/feature-store-keys/', import.meta.url));

async function run(...words: readonly string[]) {
  const terminal = fakeTerminal();
  const line = ['check', ...words, '--config', `${example}fishbone.yml`, '--json'];
  return { exitCode: await runFishbone(line, { terminal, rooms: openRooms(terminal) }), ...terminal.said() };
}

describe.skipIf(!existsSync(example))('a check on recorded tables (no examples in this checkout)', () => {
  test('measures what an alert is about and says under which configuration', async () => {
    const { exitCode, out, err } = await run('feature-store', '--alert', `${example}alert.json`);
    expect([exitCode, err]).toEqual([0, '']);
    const evidence = Evidence.parse(JSON.parse(out));
    expect(evidence.verdict.answer).toBe('shifted');
    expect(evidence.configHash).toMatch(/^[0-9a-f]{16}$/);
    expect(evidence.queries.length).toBeGreaterThan(0);
  });

  test('reads nothing later than --now, and compares around the moment that is named', async () => {
    const { out } = await run('feature-store', '--onset', '2026-01-01', '--now', '2026-01-02');
    const { windows } = Evidence.parse(JSON.parse(out));
    expect(windows.now).toEqual(new Date('2026-01-02T00:00:00Z'));
    expect(windows.incident).toEqual({
      from: new Date('2026-01-01T00:00:00Z'),
      to: new Date('2026-01-02T00:00:00Z'),
    });
    expect(windows.baseline.to).toEqual(windows.incident.from);
  });

  test('a dimension that the model does not have is refused with those it has', async () => {
    const { exitCode, err } = await run('feature-store', '--onset', '2026-01-01', '-s', 'planet=mars');
    expect(exitCode).toBe(2);
    expect(err).toContain("There is no dimension 'planet'.");
    expect(err).toContain('Dimensions: ');
  });

  test('an onset after the end of the data leaves nothing to compare', async () => {
    const { exitCode, err } = await run('feature-store', '--onset', '2099-01-01');
    expect(exitCode).toBe(1);
    expect(err).toContain('Nothing is later than --onset');
  });
});
