import { blame, chanceOfChange } from './changes.ts';
import type { BlamedChange } from './changes.ts';
import type { Hypothesis } from './hypothesis.ts';
import { learntPriors } from './learnt-prior.ts';
import type { LearntPriors } from './learnt-prior.ts';
import { mostEvidence } from '../statistics/belief/evidence-bound.ts';
import { HYPOTHESES } from './list.ts';
import { pointingArguments } from './pointing-arguments.ts';
import { lookedFor } from './pointing-checks.ts';
import { priorsFor } from './prior.ts';
import { SIGN_NAMES, SIGNS } from './signs.ts';
import type { SignName } from './signs.ts';
import type { Reading, Sign } from './signs/sign.ts';
import type { EvidenceView } from './view.ts';
import type { Argument, Culprit } from './vocabulary.ts';

/** One hypothesis about one culprit, weighed. */
export type Weighed = {
  readonly hypothesis: Hypothesis;
  readonly culprit: Culprit | null;
  readonly prior: number;
  readonly probability: number;
  readonly arguments: readonly Argument[];
  readonly blamed: BlamedChange | null;
  readonly readings: Readonly<Partial<Record<SignName, Reading>>>;
  /** How much less it is believed because no check points at anybody; 1 where one does. */
  readonly faded: number;
};

export type Posterior = {
  readonly weighed: readonly Weighed[];
  readonly none: number;
  readonly history: LearntPriors['history'];
};

/** No single observation may decide alone: a log-likelihood ratio counts at most this much either way. */
const CAP = 3;
/** Two signs of one family see nearly the same thing. Across families nothing is taken off: answers were found too timid, not too sure. */
const FAMILY_POWER = 0.5;
/** Changes are recorded by people, and decoys stand near every onset. */
const CHANGE_CAP = 2;
/** A hypothesis that the evidence points at nobody for is kept, faintly, although the checks that would point at somebody saw all. */
const UNPOINTED = 0.05;
/** Where none of them could see anything, more of it is left; but a fault that makes an alert fire mostly shows elsewhere, too. */
const UNLOOKED = 0.35;
/** One who is only left over, because nothing clears him and others are cleared, is believed this much less. */
const LEFT_OVER = 0.2;

type Candidate = {
  readonly hypothesis: Hypothesis;
  readonly culprit: Culprit | null;
  readonly prior: number;
  readonly faded: number;
};

/** The feature that the alert is about is this many times as likely the culprit as others that show the same: it moved first. */
const NAMED = 1.5;
/** What the hypotheses do not describe at all: no answer is surer than this leaves room for. */
const UNMODELLED = 0.03;

/** Prior times capped likelihoods, over every (hypothesis, culprit) pair and "none of these". */
export function posteriorOf(view: EvidenceView): Posterior {
  const priors = learntPriors(priorsFor(view.alert), view.closed ?? [], view.alert?.signal ?? null);
  const candidates = HYPOTHESES.flatMap((hypothesis): Candidate[] => {
    const prior = priors.of.get(hypothesis.id) ?? 0;
    const culprits = hypothesis.culprits(view);
    const named = culprits.filter((culprit) => isNamed(culprit, view));
    const share = Math.sqrt(culprits.length) / (culprits.length + named.length * (NAMED - 1));
    if (culprits.length > 0)
      return culprits.map((culprit) => ({
        hypothesis,
        culprit,
        prior: prior * share * (named.includes(culprit) ? NAMED : 1),
        faded: 1,
      }));
    const faded = UNLOOKED - (UNLOOKED - UNPOINTED) * lookedFor(hypothesis, view);
    return [{ hypothesis, culprit: null, prior: prior * faded, faded }];
  })
    .map((candidate) => ({ ...candidate, ...weigh(candidate.hypothesis, candidate.culprit, view) }))
    // What points at nobody may lose by the evidence, and not win by it.
    .map((candidate) =>
      candidate.culprit === null ? { ...candidate, logRatio: Math.min(0, candidate.logRatio) } : candidate,
    );

  const weights = candidates.map((candidate) => {
    const leftOver = candidate.culprit !== null && pointingArguments(candidate).length === 0;
    return candidate.prior * Math.exp(candidate.logRatio) * (leftOver ? LEFT_OVER : 1);
  });
  const total = weights.reduce((sum, weight) => sum + weight, priors.none);
  return {
    weighed: candidates
      .map(({ hypothesis, culprit, prior, readings, blamed, faded, ...candidate }, index) => ({
        hypothesis,
        culprit,
        prior,
        probability: ((weights[index] ?? 0) / total) * (1 - UNMODELLED),
        arguments: candidate.arguments,
        blamed,
        readings,
        faded,
      }))
      .sort((a, b) => b.probability - a.probability),
    none: (priors.none / total) * (1 - UNMODELLED) + UNMODELLED,
    history: priors.history,
  };
}

const isNamed = ({ kind, name }: Culprit, { alert }: EvidenceView): boolean =>
  kind === 'feature' && alert !== null && name === alert.column;

function weigh(hypothesis: Hypothesis, culprit: Culprit | null, view: EvidenceView) {
  const blamed = culprit === null ? null : blame(hypothesis, culprit, view);
  const fromChange = changeRatio(hypothesis, blamed, view);
  const readings: Partial<Record<SignName, Reading>> = {};
  const known: { name: SignName; family: string; logRatio: number; argument: Argument }[] = [];
  for (const name of SIGN_NAMES) {
    const expected = hypothesis.expects[name];
    const sign: Sign = SIGNS[name];
    const reading = sign.read(view, culprit);
    readings[name] = reading;
    if (expected === undefined || reading.state === 'unknown') continue;
    const recorded = fromChange > 0 && sign.recordedAs === blamed?.change.kind;
    if (recorded && reading.state === 'yes') continue;
    const logRatio = ratioOf(reading, { expected, background: sign.background });
    known.push({
      name,
      family: sign.family,
      logRatio,
      argument: {
        evidence: reading.evidence,
        check: checkOf(reading.evidence, view) ?? sign.check,
        logRatio,
        words: reading.words,
      },
    });
  }
  const families = new Map<string, number>();
  for (const { family } of known) families.set(family, (families.get(family) ?? 0) + 1);
  const fromSigns = known.reduce(
    (sum, one) => sum + one.logRatio / (families.get(one.family) ?? 1) ** FAMILY_POWER,
    0,
  );

  const changeArgument: readonly Argument[] =
    blamed === null || Math.abs(fromChange) < 0.1
      ? []
      : [
          {
            evidence: blamed.evidence,
            check: 'changes',
            logRatio: fromChange,
            words: `${blamed.change.id} (${blamed.change.kind} ${blamed.change.component}: ${blamed.change.title}) came ${Math.max(0, Math.round(blamed.change.minutesBeforeOnset))} min before the onset`,
          },
        ];
  return {
    readings,
    blamed,
    logRatio: fromSigns + fromChange,
    arguments: [...known.map((one) => one.argument), ...changeArgument].sort(
      (a, b) => Math.abs(b.logRatio) - Math.abs(a.logRatio),
    ),
  };
}

/**
 * How far a reading moves the odds, capped: a yes by no more than its p-value can speak for, a no by no more than the faults that would
 * have been seen.
 */
function ratioOf(
  reading: Exclude<Reading, { state: 'unknown' }>,
  { expected, background }: { readonly expected: number; readonly background: number },
): number {
  switch (reading.state) {
    case 'yes': {
      const most = reading.p === undefined ? CAP : Math.min(CAP, mostEvidence(reading.p));
      return Math.max(-CAP, Math.min(most, Math.log(expected / background)));
    }
    case 'no': {
      const { power = 1 } = reading;
      const ratio = Math.log((1 - expected * power) / (1 - background * power));
      return Math.max(-CAP, Math.min(CAP, ratio));
    }
  }
}

/** Some signs look at what several checks say: an argument names the one that said it. */
const checkOf = (id: string, view: EvidenceView): string | undefined =>
  view.evidence.find((one) => one.id === id)?.check;

/** With chance q a recorded change brings such a fault; without one, the change seen is a coincidence. */
export function changeRatio(hypothesis: Hypothesis, blamed: BlamedChange | null, view: EvidenceView): number {
  if (view.check('changes') === null) return 0;
  const q = chanceOfChange(hypothesis);
  const ratio = 1 - q + q * (blamed === null ? 0 : Math.exp(blamed.logRatio));
  return Math.max(-CHANGE_CAP / 2, Math.min(CHANGE_CAP, Math.log(Math.max(ratio, 1e-3))));
}
