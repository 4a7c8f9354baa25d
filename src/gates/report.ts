import { resultOf } from './gate.ts';
import type { Gate, GateRun } from './gate.ts';

const marks: Readonly<Record<Gate['result'], string>> = { passed: '✅', failed: '❌', unknown: '❔' };

/** For a pull request or a job's summary. */
export function gatesAsMarkdown(run: GateRun): string {
  const gates = run.gates.map(
    ({ name, result, words }) => `| ${marks[result]} ${result} | ${cell(name)} | ${cell(words)} |`,
  );
  const tables = run.measured.map(({ titles, rows }) =>
    [
      `| ${titles.map(cell).join(' | ')} |`,
      `| ${titles.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`,
      ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
    ].join('\n'),
  );
  return [
    `## ${run.title}: ${resultOf(run)}`,
    ['| | | |', '| --- | --- | --- |', ...gates].join('\n'),
    ...tables,
  ]
    .join('\n\n')
    .concat('\n');
}

/** JUnit XML: a test case a gate, so that a CI server shows each; what could not be looked at is an error. */
export function gatesAsJUnit(run: GateRun): string {
  const count = (result: Gate['result']): number => run.gates.filter((gate) => gate.result === result).length;
  const cases = run.gates.map(({ name, result, words }) => {
    const open = `    <testcase classname="${xml(run.title)}" name="${xml(name)}"`;
    switch (result) {
      case 'passed':
        return `${open}><system-out>${xml(words)}</system-out></testcase>`;
      case 'failed':
        return `${open}><failure message="${xml(words)}"/></testcase>`;
      case 'unknown':
        return `${open}><error message="${xml(words)}"/></testcase>`;
    }
  });
  const totals = `tests="${run.gates.length}" failures="${count('failed')}" errors="${count('unknown')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals}>`,
    `  <testsuite name="${xml(run.title)}" ${totals}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** A cell cannot end its column, open a tag or name people. */
function cell(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|')
    .replaceAll('@', '@\u200b');
}

function xml(text: string): string {
  return (
    text
      // What XML 1.0 has no place for.
      .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replace(/[\r\n\t]/g, ' ')
  );
}
