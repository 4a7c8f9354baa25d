import { expect, test } from 'vitest';
import { exitCodeOf, resultOf } from '../../src/gates/gate.ts';
import type { Gate, GateRun } from '../../src/gates/gate.ts';
import { gatesAsJUnit, gatesAsMarkdown } from '../../src/gates/report.ts';

const gate = (result: Gate['result'], words = 'as agreed'): Gate => ({ name: 'age', result, words });
const run = (...gates: readonly Gate[]): GateRun => ({ title: 'Contract of deposit', gates, measured: [] });

test.each([
  [[gate('passed')], 'passed', 0],
  [[gate('passed'), gate('failed'), gate('unknown')], 'failed', 1],
  [[gate('passed'), gate('unknown')], 'unknown', 3],
  [[], 'unknown', 3],
] as const)('%#: a deploy goes on only when every gate was passed', (gates, result, code) => {
  expect([resultOf({ gates }), exitCodeOf({ gates })]).toEqual([result, code]);
});

test('hostile values break neither report', () => {
  const hostile = run(gate('failed', '</failure>"><x> | <!channel> @here & \u0000'));
  const xml = gatesAsJUnit(hostile);
  expect(xml).toContain(
    'message="&lt;/failure&gt;&quot;&gt;&lt;x&gt; | &lt;!channel&gt; @here &amp; \ufffd"',
  );
  expect(gatesAsMarkdown(hostile)).toContain('&lt;/failure>"');
  expect(gatesAsMarkdown(hostile)).not.toContain(' | <!');
});

test('JUnit counts what failed and what could not be looked at', () => {
  expect(gatesAsJUnit(run(gate('passed'), gate('failed'), gate('unknown')))).toContain(
    '<testsuites tests="3" failures="1" errors="1">',
  );
});
