import type { Finding } from '../../checks/evidence.ts';
import type { ChangeKind } from '../hypothesis.ts';
import { powerOf } from '../power.ts';
import type { EvidenceView } from '../view.ts';
import { conclusive } from '../view.ts';
import type { Culprit } from '../vocabulary.ts';

/**
 * What the evidence says to a sign's question. Unknown moves nothing. A yes may name the p-value it rests on, a no the share of faults
 * that would have been seen (`power`, see power.ts); without it, all of them.
 */
export type Reading =
  | { readonly state: 'yes'; readonly evidence: string; readonly words: string; readonly p?: number }
  | { readonly state: 'no'; readonly evidence: string; readonly words: string; readonly power?: number }
  | { readonly state: 'unknown' };

export type Sign = {
  /** The check whose answer it reads; running it is how to learn the sign. */
  readonly check: string;
  /** How often it says yes in an incident that has nothing to do with it. */
  readonly background: number;
  /** Signs that see the same thing share a family, and count less each. */
  readonly family: string;
  /** It sees what a recorded change of this kind says as well: where such a change is blamed, the two are one argument. */
  readonly recordedAs?: ChangeKind;
  read(view: EvidenceView, culprit: Culprit | null): Reading;
};

export const UNKNOWN: Reading = { state: 'unknown' };

/** Yes when the check shifted on this very subject, no when it looked and did not. */
export function onSubject(
  check: string,
  kind: Finding['subject']['kind'],
  means: (finding: Finding) => boolean = (finding) => finding.shifted,
  power: (finding: Finding) => number = powerOf,
): Sign['read'] {
  return (view, culprit) => {
    const evidence = view.check(check);
    const name = culprit?.name ?? null;
    if (name === null || !conclusive(evidence)) return UNKNOWN;
    const about = evidence.verdict.findings.filter(
      (finding) => finding.subject.kind === kind && finding.subject.name === name,
    );
    const finding = about.find((one) => means(one)) ?? about[0];
    if (finding !== undefined && !means(finding) && isDoubtful(finding)) return UNKNOWN;
    if (finding === undefined)
      return evidence.verdict.answer === 'steady' ? no(evidence.id, `${check} is steady`) : UNKNOWN;
    return means(finding)
      ? yes(evidence.id, finding.sentence, finding.adjustedP)
      : no(evidence.id, `${check}: not ${name}`, finding.shifted ? 1 : power(finding));
  };
}

/** Yes when the check shifted, whatever it was about. */
export function anywhere(
  check: string,
  means: (findings: readonly Finding[]) => boolean = (findings) => findings.length > 0,
): Sign['read'] {
  return (view) => {
    const evidence = view.check(check);
    if (!conclusive(evidence)) return UNKNOWN;
    const shifted = evidence.verdict.findings.filter((finding) => finding.shifted);
    const said = evidence.verdict.answer === 'shifted' && means(shifted);
    if (evidence.verdict.answer === 'steady' && evidence.verdict.findings.some(isDoubtful)) return UNKNOWN;
    return said
      ? yes(evidence.id, evidence.verdict.line, surest(shifted))
      : no(
          evidence.id,
          `${check} is ${evidence.verdict.answer === 'shifted' ? 'of another kind' : 'steady'}`,
        );
  };
}

/** Not beyond chance as strictly as a check asks before it claims something, and too close to it to say the opposite. */
const DOUBTFUL = 0.1;
/** Beyond chance by any standard: where a check does not call it a shift, it has another reason than too few rows. */
const CLEAR = 1e-4;

/** Large enough to matter, and neither shown nor ruled out: early in an incident, when few rows have come. */
export function isDoubtful({ shifted, adjustedP, effect, threshold }: Finding): boolean {
  if (shifted || adjustedP === null || effect === null || threshold === null) return false;
  return adjustedP <= DOUBTFUL && adjustedP >= CLEAR && Math.abs(effect) >= threshold;
}

/** The smallest p of these findings; null where one of them needs no test. */
function surest(findings: readonly Finding[]): number | null {
  const known = findings.flatMap(({ adjustedP }) => adjustedP ?? []);
  return known.length < findings.length || known.length === 0 ? null : Math.min(...known);
}

/** A finding that shifted although its own p says nothing did so by another reason than this test. */
const NOT_ITS_TEST = 0.05;

export const yes = (evidence: string, words: string, p: number | null = null): Reading => ({
  state: 'yes',
  evidence,
  words,
  ...(p === null || p > NOT_ITS_TEST ? {} : { p }),
});
export const no = (evidence: string, words: string, power = 1): Reading => ({
  state: 'no',
  evidence,
  words,
  power,
});
