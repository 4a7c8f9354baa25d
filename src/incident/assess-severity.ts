import type { Finding } from '../checks/evidence.ts';
import type { Severity } from './severity-level.ts';
import type { IncidentState } from './state/state.ts';
import { latestEvidence } from './state/state.ts';

/** One thing that speaks for how bad it is, and by how many points. */
export type SeverityReason = {
  readonly about: 'users' | 'traffic' | 'value' | 'trend' | 'verdict';
  readonly words: string;
  readonly evidence: string | null;
  readonly points: number;
};

export type SeverityProposal = {
  readonly severity: Severity;
  readonly reasons: readonly SeverityReason[];
};

/** Shares of traffic and of value above which it is most of it, or a part that hurts. */
const MOST = 0.5;
const PART = 0.1;
/** Users that are touched within the incident window: thousands, or a handful. */
const MANY = 1000;
const FEW = 100;

/**
 * How bad the data say it is: users touched, blast radius as share of traffic and of value, and the trend. Each speaks with
 * 0 to 2 points; five and more are a sev1, two and more a sev2. Null before there is anything measured. What is benign, or
 * within chance, is a sev3 whatever its size.
 */
export function assessSeverity(state: IncidentState): SeverityProposal | null {
  const { symptom, ranking } = state;
  if (symptom === null && state.scope === null) return null;
  if (ranking?.verdict === 'benign') return harmless(`benign: ${ranking.verdictReason}`);
  if (symptom !== null && symptom.after !== null && !symptom.changed && !hasHarm(state))
    return harmless(`${symptom.label} differs by no more than chance`);
  const share = trafficShare(state);
  const weighed = [users(state, share), traffic(share), value(state), trend(state)].filter(
    (one) => one !== null,
  );
  const points = weighed.reduce((sum, one) => sum + one.points, 0);
  return {
    severity: points >= 5 ? 'sev1' : points >= 2 ? 'sev2' : 'sev3',
    reasons: weighed,
  };
}

const harmless = (words: string): SeverityProposal => ({
  severity: 'sev3',
  reasons: [{ about: 'verdict', words, evidence: null, points: 0 }],
});

/** The share of the traffic that carries the change; null when it was not measured. */
function trafficShare(state: IncidentState): number | null {
  const { scope } = state;
  if (scope === null || scope.answer === 'inconclusive') return null;
  if (scope.answer === 'all-alike') return 1;
  // Segments may overlap, so their sum would count some traffic twice; the largest is certain.
  return Math.max(0, ...scope.segments.map((segment) => segment.shareOfTraffic.after));
}

function users(state: IncidentState, share: number | null): SeverityReason | null {
  const n = state.symptom?.after?.n ?? null;
  if (n === null) return null;
  const touched = Math.round(n * (share ?? 1));
  const points = touched >= MANY ? 2 : touched >= FEW ? 1 : 0;
  return {
    about: 'users',
    words: `${touched.toLocaleString('en')} requests touched since it began`,
    evidence: null,
    points,
  };
}

function traffic(share: number | null): SeverityReason | null {
  if (share === null) return null;
  const words = share >= 0.995 ? 'all traffic alike' : `${percent(share)} of the traffic`;
  return { about: 'traffic', words, evidence: null, points: share >= MOST ? 2 : share >= PART ? 1 : 0 };
}

function value(state: IncidentState): SeverityReason | null {
  const evidence = latestEvidence(state, 'business-impact');
  if (evidence === null || evidence.verdict.answer === 'inconclusive') return null;
  const whole = evidence.verdict.findings.filter((finding) => finding.subject.kind === 'metric');
  const lost = whole.map(lostShare).filter((one) => one !== null);
  const worst = Math.max(0, ...lost);
  if (evidence.verdict.answer === 'steady' || worst === 0)
    return { about: 'value', words: 'the business does not feel it', evidence: evidence.id, points: 0 };
  return {
    about: 'value',
    words: `${percent(worst)} of the value of the time since it began is lost`,
    evidence: evidence.id,
    points: worst >= PART ? 2 : 1,
  };
}

/** By how much of itself a KPI or the money fell. */
function lostShare(finding: Finding): number | null {
  if (!finding.shifted || finding.effect === null || finding.before === null || finding.before === 0)
    return null;
  const share = -finding.effect / Math.abs(finding.before);
  return share > 0 ? share : null;
}

function trend(state: IncidentState): SeverityReason | null {
  const said = (words: string, points: number): SeverityReason => ({
    about: 'trend',
    words,
    evidence: null,
    points,
  });
  const grown = grownBy(state);
  if (grown !== null) return said(`${grown.toFixed(1)} times as far off as when it was first measured`, 1);
  const onset = state.symptom?.onset ?? null;
  if (onset === null) return null;
  switch (onset.shape) {
    case 'ramp':
      return said('still growing', 1);
    case 'step':
      return said('came at once and stays', 0);
    case 'bump':
      return said('over again by itself', -1);
  }
}

/** A metric that is so many times as far from normal as when it was first measured got worse. */
const WORSE = 1.5;

function grownBy({ symptom, firstDifference }: IncidentState): number | null {
  const now = symptom?.difference?.value ?? null;
  if (now === null || firstDifference === null || firstDifference === 0) return null;
  const times = now / firstDifference;
  return times >= WORSE ? times : null;
}

const hasHarm = (state: IncidentState): boolean =>
  latestEvidence(state, 'business-impact')?.verdict.answer === 'shifted';

const percent = (share: number): string =>
  `${share < 0.1 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;
