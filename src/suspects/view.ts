import type { Alert } from '../alert/alert.ts';
import type { Evidence, Finding, Subject } from '../checks/evidence.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Scope } from '../scope/scope.ts';
import type { Symptom } from '../symptom/symptom.ts';
import type { ClosedIncident } from './learnt-prior.ts';

/** Everything a ranking may look at. */
export type RankInput = {
  readonly modelName: string;
  readonly model: ModelConfig;
  readonly alert: Alert | null;
  readonly symptom: Symptom | null;
  readonly scope: Scope | null;
  readonly evidence: readonly Evidence[];
  /** The team's closed incidents with a cause, from which the prior learns. */
  readonly closed?: readonly ClosedIncident[];
};

/** The evidence, ready to be asked: which check said what about whom. */
export type EvidenceView = RankInput & {
  check(id: string): Evidence | null;
  /** Findings of a check that shifted, about subjects of one kind. */
  shifted(check: string, kind: Subject['kind']): readonly Finding[];
  findingOn(check: string, kind: Subject['kind'], name: string): Finding | null;
};

export function viewOf(input: RankInput): EvidenceView {
  // What was measured after a mitigation says whether it helped, not what was broken before.
  const before = input.evidence.filter((one) => one.parameters['since'] === undefined);
  const focused = before.filter((one) => segmentOf(one) !== '{}' && one.verdict.answer === 'shifted');
  const everywhere = new Map(before.filter((one) => segmentOf(one) === '{}').map((one) => [one.check, one]));
  const merged = new Map(
    [...everywhere].map(([id, one]) => [
      id,
      withFocus(
        explainedByWhoCame(one, before) ?? one,
        focused.findLast((other) => other.check === id),
      ),
    ]),
  );
  const check = (id: string): Evidence | null => merged.get(id) ?? null;
  const findings = (id: string): readonly Finding[] => check(id)?.verdict.findings ?? [];
  return {
    ...input,
    check,
    shifted: (id, kind) => findings(id).filter((finding) => finding.shifted && finding.subject.kind === kind),
    findingOn: (id, kind, name) => {
      const about = findings(id).filter(
        (finding) => finding.subject.kind === kind && finding.subject.name === name,
      );
      return about.find((finding) => finding.shifted) ?? about[0] ?? null;
    },
  };
}

const segmentOf = (evidence: Evidence): string => evidence.parameters['segment'] ?? '{}';

/**
 * More people of one kind came, and among these a check finds what it always found: what it saw in all traffic is that they came,
 * and nothing of its own. Null where no mix moved, or nobody looked inside.
 */
function explainedByWhoCame(everywhere: Evidence, all: readonly Evidence[]): Evidence | null {
  if (everywhere.verdict.answer !== 'shifted' || !ABOUT_VALUES.has(everywhere.check)) return null;
  const mix = all.find((one) => one.check === 'mix-shift' && segmentOf(one) === '{}');
  const grown = (mix?.verdict.findings ?? []).filter(
    ({ shifted, subject, effect }) => shifted && subject.kind === 'segment' && (effect ?? 0) > 0,
  );
  return (
    all.findLast(
      (one) =>
        one.check === everywhere.check &&
        one.verdict.answer === 'steady' &&
        grown.some(({ where }) => segmentOf(one) === JSON.stringify(where)),
    ) ?? null
  );
}

/** Checks of the values of features, which depend on who comes. */
const ABOUT_VALUES: ReadonlySet<string> = new Set(['null-rate', 'constant', 'categories', 'feature-drift']);

/** What a check found within the affected segment comes before what it found in all traffic. */
function withFocus(everywhere: Evidence, focused: Evidence | undefined): Evidence {
  if (focused === undefined) return everywhere;
  const found = focused.verdict.findings.filter((finding) => finding.shifted);
  const others = everywhere.verdict.findings.filter(
    (finding) =>
      !found.some(
        (one) => one.subject.kind === finding.subject.kind && one.subject.name === finding.subject.name,
      ),
  );
  return { ...focused, verdict: { ...focused.verdict, findings: [...found, ...others] } };
}

/** Whether a check gave an answer at all. */
export function conclusive(evidence: Evidence | null): evidence is Evidence {
  return evidence !== null && evidence.verdict.answer !== 'inconclusive';
}

/** Names without doubles, strongest finding first. */
export function namesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map((finding) => finding.subject.name))];
}
