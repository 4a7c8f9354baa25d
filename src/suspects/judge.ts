import type { Evidence } from '../checks/evidence.ts';
import { hurts, servingHurt } from './harm.ts';
import { namedChange } from './changes.ts';
import { claimRefuted, farBelowClaim } from './claim.ts';
import { pointingArguments } from './pointing-arguments.ts';
import type { Posterior, Weighed } from './posterior.ts';
import type { Reading } from './signs/sign.ts';
import type { SignName } from './signs.ts';
import { SIGNS } from './signs.ts';
import { conclusive } from './view.ts';
import type { EvidenceView } from './view.ts';
import type { HypothesisId, Ranking } from './vocabulary.ts';

/** Explanations in which nothing is broken. */
const INNOCENT: ReadonlySet<HypothesisId> = new Set(['external.mix', 'external.demand', 'config.monitoring']);
export const isInnocent = (id: HypothesisId): boolean => INNOCENT.has(id);

/**
 * A suspect this probable is a defect even where the metric has not moved yet. Probabilities are on the humble side: on made
 * incidents the first suspect is the right one in three of four cases where 0.3 to 0.5 is said.
 */
const LIKELY = 0.4;

type Judgement = Pick<Ranking, 'verdict' | 'verdictReason'>;

/**
 * Is it an incident at all? Benign needs evidence of its own: no harm to metric or business, no defect found, and an
 * innocent explanation or enough data to exclude what the alert claims. Missing evidence is inconclusive, never benign.
 */
export function judge(view: EvidenceView, posterior: Posterior): Judgement {
  const top = posterior.weighed[0] ?? null;
  const innocent = innocentShare(posterior);
  const harm = harmSeen(view);
  const defect = top !== null && !INNOCENT.has(top.hypothesis.id) && top.culprit !== null ? top : null;
  const broken = readAs(view, 'anythingBroken');

  if (top?.hypothesis.id === 'data.drift' && broken !== 'yes' && peopleCame(top, view))
    return {
      verdict: 'benign',
      verdictReason:
        'Other people came: for each of them the model is as right as before, and the business did not lose.',
    };
  if (defect !== null && speaksFor(defect) && defectShare(posterior) >= LIKELY) {
    return {
      verdict: 'incident',
      verdictReason:
        harm === 'yes'
          ? 'The metric moved, and a defect explains it.'
          : 'A defect is there, whatever the metric says yet.',
    };
  }
  if (innocent >= LIKELY && broken !== 'yes') {
    if (harm !== 'yes')
      return {
        verdict: 'benign',
        verdictReason:
          'The measurement is right, the world changed, and nothing is broken: no defect and no harm were found.',
      };
    if (!servingHurt(view) && readAs(view, 'metricMoved') === 'no')
      return {
        verdict: 'benign',
        verdictReason: 'The total moved because other people came; within each group nothing changed.',
      };
  }
  if (harm === 'yes')
    return {
      verdict: 'incident',
      verdictReason: servingHurt(view)
        ? 'People wait longer or get errors, whatever brought it.'
        : 'The metric moved beyond chance.',
    };
  if (harm === 'no') {
    if (broken === 'yes' && defect !== null && defect.probability >= 0.3)
      return { verdict: 'incident', verdictReason: 'The metric holds so far, but a defect was found.' };
    if (readAs(view, 'rankingLost') === 'yes')
      return {
        verdict: 'inconclusive',
        verdictReason:
          'It is by far not what the alert says, but the model does rank worse than it did, and no cause was found.',
      };
    return {
      verdict: 'benign',
      verdictReason: 'What the alert claims is excluded by the data, and no defect was found.',
    };
  }
  return {
    verdict: 'inconclusive',
    verdictReason: 'Too little is known yet to call it an incident or to rule one out.',
  };
}

/** How probable it is that something which the evidence points at is broken, whichever of them it is. */
function defectShare(posterior: Posterior): number {
  return posterior.weighed
    .filter((one) => !INNOCENT.has(one.hypothesis.id) && one.culprit !== null && speaksFor(one))
    .reduce((sum, one) => sum + one.probability, 0);
}

/** How probable it is that an innocent explanation holds which the evidence points at: that nobody could look clears nobody. */
function innocentShare(posterior: Posterior): number {
  return posterior.weighed
    .filter((one) => INNOCENT.has(one.hypothesis.id) && one.culprit !== null)
    .reduce((sum, one) => sum + one.probability, 0);
}

/** Harm is a metric or a business number that moved. A drift that was measured is no harm. */
function harmSeen(view: EvidenceView): 'yes' | 'no' | 'unknown' {
  const { symptom } = view;
  if (servingHurt(view)) return 'yes';
  if (symptom === null || symptom.difference === null) return 'unknown';
  if (symptom.changed) {
    if (hurts(symptom.metric)) return 'yes';
    if (readAs(view, 'metricMoved') === 'yes' || businessLost(view)) return 'yes';
    // What moved is no harm by itself, and by far not what the alert says.
    return claimRefuted(view) && farBelowClaim(view) ? 'no' : 'unknown';
  }
  return claimRefuted(view) ? 'no' : 'unknown';
}

/** The KPI fell. More visitors, or more of them buying, is no harm. */
function businessLost(view: EvidenceView): boolean {
  return view
    .shifted('business-impact', 'metric')
    .some((finding) => finding.detail?.['direction'] === 'down');
}

/**
 * A feature moved because other people came, not because other values are written for the same people. A change that is named tells
 * the two apart: a campaign brings people, a change of data, code or configuration rewrites values. Without one the labels tell.
 */
function peopleCame(drift: Weighed, view: EvidenceView): boolean {
  const named = namedChange(drift);
  if (named === null) return stillRight(view);
  return named.change.kind === 'campaign' && !businessLost(view) && !servingHurt(view);
}

/** Labels say that scores still mean what they meant, whoever came, and nobody was hurt. */
function stillRight(view: EvidenceView): boolean {
  const [calibration, labels] = [view.check('calibration'), view.check('labels')];
  const told = conclusive(calibration)
    ? calibration.verdict.answer === 'steady'
    : conclusive(labels) && labels.verdict.answer === 'steady' && !changedGivenScore(labels);
  return told && !businessLost(view) && !servingHurt(view);
}

/** The same score is followed by another label than before, though as many labels are positive. */
const changedGivenScore = ({ verdict }: Evidence): boolean =>
  verdict.findings.some(({ detail }) => detail?.['changedGivenScore'] === true);

function readAs(view: EvidenceView, name: SignName): Reading['state'] {
  return SIGNS[name].read(view, null).state;
}

/** What moves with every release or crowd: it points at a moment, not at a defect. */
const CIRCUMSTANTIAL: ReadonlySet<string> = new Set([
  'prediction-drift',
  'mix-shift',
  'volume',
  'business-impact',
  'baseline',
]);

/** A suspect that nothing else can explain any more, with a change that fits it, needs no sign of its own. */
const BY_ELIMINATION = 0.7;

/** Somebody pointed at it: at least one sign of its own says yes. That all else is sound is no such sign. */
function speaksFor(one: Weighed): boolean {
  if (one.probability >= BY_ELIMINATION && one.blamed !== null && one.blamed.logRatio > 1) return true;
  return pointingArguments(one).some(({ check }) => !CIRCUMSTANTIAL.has(check));
}
