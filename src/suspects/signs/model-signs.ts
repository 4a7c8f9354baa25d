import type { Finding } from '../../checks/evidence.ts';
import type { EvidenceView } from '../view.ts';
import { conclusive } from '../view.ts';
import { powerOf } from '../power.ts';
import { anywhere, isDoubtful, no, UNKNOWN, yes } from './sign.ts';
import type { Sign } from './sign.ts';

const MOST_OF_TRAFFIC = 0.02;

/** Signs about versions, scores and decisions. */
export const modelSigns = {
  buildDiffers: {
    check: 'golden-replay',
    background: 0.02,
    family: 'golden',
    read: golden((finding) => finding.shifted && finding.detail?.['sameVersion'] === true),
  },
  versionWorse: {
    check: 'golden-replay',
    background: 0.03,
    family: 'golden',
    read: golden(
      (finding) => finding.shifted && finding.detail?.['sameVersion'] === false && !keepsOrder(finding),
    ),
  },
  versionMiscalibrated: {
    check: 'golden-replay',
    background: 0.02,
    family: 'golden',
    read: golden((finding) => finding.shifted && keepsOrder(finding)),
  },
  shadowBuildDiffers: {
    check: 'shadow-compare',
    background: 0.02,
    family: 'golden',
    read: shadow((finding) => finding.detail?.['sameVersion'] === true),
  },
  shadowDiffers: {
    check: 'shadow-compare',
    background: 0.1,
    family: 'golden',
    read: shadow((finding) => finding.detail?.['sameVersion'] === false),
  },
  versionAppeared: {
    check: 'routing',
    background: 0.3,
    family: 'routing',
    recordedAs: 'model',
    read: routed(
      (finding, view) =>
        finding.detail?.['appeared'] === true &&
        (finding.after ?? 0) > MOST_OF_TRAFFIC &&
        !isEarlier(view, finding.subject.name),
    ),
  },
  sharesMoved: {
    check: 'routing',
    background: 0.03,
    family: 'routing',
    read: (view) => {
      const evidence = view.check('routing');
      if (!conclusive(evidence)) return UNKNOWN;
      const [gained] = misrouted(view);
      return gained === undefined
        ? no(evidence.id, 'versions get their traffic, or a rollout went on')
        : yes(evidence.id, gained.sentence);
    },
  },
  /** The model orders people worse than it did: no rescaling of its scores does that. */
  rankingLost: {
    check: 'model-metric',
    background: 0.5,
    family: 'metric',
    read: (view) => {
      const evidence = view.check('model-metric');
      if (!conclusive(evidence)) return UNKNOWN;
      const metrics = evidence.verdict.findings.filter(({ subject }) => subject.kind === 'metric');
      // Which class is highest is an order, too: where the logs hold no scores of the classes it is all that shows of it.
      const whole =
        metrics.find(({ subject }) => subject.name === 'auc') ??
        (view.model.task === 'multiclass'
          ? metrics.find(({ subject }) => subject.name === 'macro_f1')
          : undefined);
      if (whole === undefined || whole.effect === null) return UNKNOWN;
      return whole.shifted && whole.effect < 0
        ? yes(evidence.id, whole.sentence)
        : no(evidence.id, 'the ranking held');
    },
  },
  calibrationMoved: {
    check: 'calibration',
    background: 0.3,
    family: 'calibration',
    read: anywhere('calibration'),
  },
  scoresMoved: {
    check: 'prediction-drift',
    background: 0.35,
    family: 'scores',
    read: (view, culprit) => {
      const seen = anywhere('prediction-drift')(view, culprit);
      // What a version does to a few requests does not show in the scores of all.
      return seen.state === 'no' && culprit?.kind === 'version' && servesFew(view, culprit.name)
        ? UNKNOWN
        : seen;
    },
  },
  thresholdMoved: { check: 'threshold', background: 0.02, family: 'threshold', read: anywhere('threshold') },
  labelsChanged: { check: 'labels', background: 0.06, family: 'labels', read: anywhere('labels') },
  featureBroken: { check: 'parity', background: 0.3, family: 'parity', read: anywhere('parity') },
} satisfies Record<string, Sign>;

/**
 * Versions that served before, in the baseline or long ago, and were given more. A rollout that comes to its end, the serving version replacing the one
 * before it, is no routing fault.
 */
export function misrouted(view: EvidenceView): readonly Finding[] {
  const moved = view.shifted('routing', 'version');
  const current = view.model.pipelines?.current.version;
  const replaced = moved.some((finding) => finding.detail?.['vanished'] === true);
  return moved.filter(
    (finding) =>
      (finding.detail?.['appeared'] !== true || isEarlier(view, finding.subject.name)) &&
      (finding.effect ?? 0) > 0 &&
      (!replaced || (current !== undefined && finding.subject.name !== current)),
  );
}

/** An older version than those that served: the configuration calls it the previous one, or it has a lower number. */
export function isEarlier(view: EvidenceView, name: string): boolean {
  const { current, previous } = view.model.pipelines ?? {};
  if (previous?.version === name && current?.version !== name) return true;
  const findings = view.check('routing')?.verdict.findings ?? [];
  const served = findings.filter(({ subject, before }) => subject.kind === 'version' && (before ?? 0) > 0);
  return served.length > 0 && served.every(({ subject }) => isLower(name, subject.name));
}

/** A version that is not served to at least this share of requests moves little in the sum of all. */
const ENOUGH_TO_SHOW = 0.3;

function servesFew(view: EvidenceView, name: string | null): boolean {
  const share = name === null ? null : (view.findingOn('routing', 'version', name)?.after ?? null);
  return share !== null && share < ENOUGH_TO_SHOW;
}

/** `v2` before `v10`; names that differ in more than a number have no order. */
function isLower(one: string, other: string): boolean {
  const [, head, number, tail] = VERSION.exec(one) ?? [];
  const [, otherHead, otherNumber, otherTail] = VERSION.exec(other) ?? [];
  return (
    head !== undefined && head === otherHead && tail === otherTail && Number(number) < Number(otherNumber)
  );
}

const VERSION = /^(.*?)(\d+)(\D*)$/;

/** Another scale for the same order: calibration, not knowledge. */
function keepsOrder(finding: Finding): boolean {
  const correlation = finding.detail?.['rankCorrelation'];
  return typeof correlation === 'number' && correlation > 0.97 && Math.abs(finding.effect ?? 0) < 0.01;
}

function golden(means: (finding: Finding) => boolean): Sign['read'] {
  return (view) => {
    const evidence = view.check('golden-replay');
    const finding = evidence?.verdict.findings[0];
    if (!conclusive(evidence) || finding === undefined || isDoubtful(finding)) return UNKNOWN;
    if (means(finding)) return yes(evidence.id, finding.sentence);
    return finding.shifted
      ? no(evidence.id, 'golden samples fail in another way')
      : no(evidence.id, 'golden samples pass', powerOf(finding));
  };
}

/** Recent requests that the two pipelines score or decide otherwise: what serves is another thing than it was. */
function shadow(means: (finding: Finding) => boolean): Sign['read'] {
  return (view) => {
    const evidence = view.check('shadow-compare');
    if (!conclusive(evidence)) return UNKNOWN;
    const finding = evidence.verdict.findings.find((one) => one.shifted && means(one));
    return finding === undefined
      ? no(evidence.id, 'both pipelines treat recent requests alike')
      : yes(evidence.id, finding.sentence);
  };
}

function routed(means: (finding: Finding, view: EvidenceView) => boolean): Sign['read'] {
  return (view) => {
    const evidence = view.check('routing');
    if (!conclusive(evidence)) return UNKNOWN;
    const finding = evidence.verdict.findings.find((one) => one.shifted && means(one, view));
    return finding === undefined
      ? no(evidence.id, 'versions get their traffic otherwise')
      : yes(evidence.id, finding.sentence);
  };
}
