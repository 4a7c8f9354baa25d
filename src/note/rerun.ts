import type { Evidence } from '../checks/evidence.ts';
import { nameOf } from '../message/checks.ts';
import { clock } from '../message/words/numbers.ts';
import type { Window } from '../time/window.ts';
import { cellOf } from './markdown-text.ts';

/** What is needed to doubt a claim and to measure it again. */
export type Proven = {
  readonly id: string;
  readonly name: string;
  readonly answer: Evidence['verdict']['answer'];
  readonly line: string;
  readonly baseline: string;
  readonly incident: string;
  readonly queries: readonly {
    readonly source: string;
    readonly text: string;
    readonly parameters: string;
  }[];
  readonly config: string;
  readonly version: string;
};

export function provenOf(evidence: readonly Evidence[]): readonly Proven[] {
  return evidence.map((one) => ({
    id: one.id,
    name: nameOf(one),
    answer: one.verdict.answer,
    line: one.verdict.line,
    baseline: windowWords(one.windows.baseline),
    incident: windowWords(one.windows.incident),
    queries: one.queries.map(({ source, text, parameters }) => ({
      source,
      text,
      parameters: parameters.map((value) => String(value)).join(', '),
    })),
    config: one.configHash.slice(0, 12),
    version: one.version,
  }));
}

/** The evidence as a table at the end of the Markdown. */
export function evidenceMarkdown(incident: string, evidence: readonly Evidence[]): string {
  const proven = provenOf(evidence);
  if (proven.length === 0) return '';
  const rows = proven.map((one) =>
    [one.id, one.name, one.answer, one.baseline, one.incident, String(one.queries.length), one.config]
      .map(cellOf)
      .join(' | '),
  );
  return [
    '\n## Evidence, to be run again\n',
    `In Slack: \`/rca ${incident} rerun E1\`. The queries stand in the HTML and the JSON of this note.\n`,
    '| | check | answer | before | during | queries | configuration |',
    '| --- | --- | --- | --- | --- | ---: | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

const windowWords = ({ from, to }: Window): string => `${clock(from, new Date(0))} – ${clock(to, from)}`;
