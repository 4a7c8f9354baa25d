import type { Finding } from '../checks/evidence.ts';
import type { MonitorConfig } from '../config/schema.ts';
import type { Windows } from '../time/window.ts';
import { expectedBy } from './expected.ts';
import { learnThreshold } from './learnt-threshold.ts';
import type { EarlierRun } from './learnt-threshold.ts';
import { milliseconds } from './spans.ts';
import { shownFinding, sizeOf, strongest } from './strength.ts';
import type { Watched } from './watch.ts';

/**
 * What a run came to. `shifted` is worth an alert, `quiet` shifted and is not, for the reason given; `inconclusive` and
 * `failed` could not say anything.
 */
export type Judged = {
  readonly outcome: 'steady' | 'shifted' | 'quiet' | 'inconclusive' | 'failed';
  /** What was measured: the value after, of the finding that speaks for the run. */
  readonly value: number | null;
  readonly baseline: number | null;
  /** How far from no change, in the check's unit; thresholds are learnt from it. */
  readonly size: number | null;
  readonly threshold: number | null;
  readonly n: number | null;
  readonly unit: string | null;
  readonly reason: string;
  /** The finding that speaks for an alert. */
  readonly finding: Finding | null;
};

export type JudgeInput = {
  readonly monitor: MonitorConfig;
  readonly windows: Windows;
  readonly watched: Watched;
  readonly history: readonly EarlierRun[];
  readonly mute: { readonly until: Date; readonly reason: string } | null;
};

/** Weighs one run: enough rows, larger than what the history calls usual, not expected, not harmless, not muted. */
export function judge(input: JudgeInput): Judged {
  const { monitor, watched, windows, history, mute } = input;
  const { verdict, harm } = watched;
  const learnt = learntFor(monitor, history);
  const speaking = strongest(verdict);
  const shown = shownFinding(verdict);
  const measured = {
    value: shown?.after ?? null,
    baseline: shown?.before ?? null,
    size: speaking === null ? null : Math.min(speaking.size, Number.MAX_VALUE),
    threshold: learnt?.kind === 'learnt' ? learnt.threshold : (shown?.threshold ?? null),
    n: shown?.nAfter ?? null,
    unit: shown?.unit ?? null,
    finding: shown,
  };
  const said = (outcome: Judged['outcome'], reason: string): Judged => ({ ...measured, outcome, reason });
  const rows = Math.max(0, ...verdict.findings.map(({ nAfter }) => nAfter));
  if (verdict.answer === 'inconclusive')
    return said(
      'inconclusive',
      verdict.reason === verdict.line ? verdict.line : `${verdict.line}: ${verdict.reason}`,
    );
  if (rows < monitor.minimum)
    return said('inconclusive', `${rows} rows in the window, and the monitor asks for ${monitor.minimum}`);
  const note = learnt?.kind === 'too-early' ? `; ${learnt.words}` : '';
  if (verdict.answer === 'steady') return said('steady', verdict.line + note);

  const shifted = verdict.findings.filter((finding) => finding.shifted);
  const large = learnt?.kind === 'learnt' ? shifted.filter((one) => sizeOf(one) > learnt.threshold) : shifted;
  if (learnt?.kind === 'learnt' && large.length === 0)
    return said(
      'quiet',
      `${verdict.line}; no larger than usual (${number(learnt.threshold)}): more of that size would break the budget of false alarms`,
    );
  const foreseen = large.map((finding) => expectedBy(monitor.expected, finding, windows.incident));
  const unforeseen = large.filter((_, i) => foreseen[i] === null);
  if (unforeseen.length === 0)
    return said('quiet', `${verdict.line}; expected: ${foreseen[0]?.reason ?? ''}`);
  if (harm !== null && !harm.did) return said('quiet', `${verdict.line}; no harm seen: ${harm.words}`);
  if (mute !== null)
    return said('quiet', `${verdict.line}; muted until ${mute.until.toISOString()}: ${mute.reason}`);
  const main = strongest({ findings: unforeseen })?.finding ?? null;
  const why = learnt?.kind === 'learnt' ? `; ${learnt.words}` : note;
  return {
    ...said('shifted', verdict.line + why + (harm === null ? '' : `; it does harm: ${harm.words}`)),
    value: main?.after ?? measured.value,
    baseline: main?.before ?? measured.baseline,
    finding: main,
  };
}

/** A run that could not be done. */
export function failed(reason: string): Judged {
  return {
    outcome: 'failed',
    value: null,
    baseline: null,
    size: null,
    threshold: null,
    n: null,
    unit: null,
    reason,
    finding: null,
  };
}

function learntFor(monitor: MonitorConfig, history: readonly EarlierRun[]) {
  const budget = monitor.false_alarms;
  if (budget === undefined) return null;
  return learnThreshold(history, {
    atMost: budget.at_most,
    withinDays: milliseconds(budget.within) / 86_400_000,
  });
}

const number = (value: number): string => String(Number(value.toPrecision(3)));
