import type { Finding } from '../../checks/evidence.ts';
import { parityIsBlindTo } from '../signs/feature-signs.ts';
import { isEarlier, modelSigns } from '../signs/model-signs.ts';
import { powerOfCheck } from '../power.ts';
import { conclusive, namesOf } from '../view.ts';
import type { EvidenceView } from '../view.ts';
import type { Culprit } from '../vocabulary.ts';

const MOST = 6;

/** Features that one of these checks found shifted, strongest first within each check. */
export function featuresFrom(
  view: EvidenceView,
  checks: readonly string[],
  means: (finding: Finding) => boolean = () => true,
): readonly Culprit[] {
  const names = checks.flatMap((check) => namesOf(view.shifted(check, 'feature').filter(means)));
  return [...new Set(names)].slice(0, MOST).map((name) => ({ kind: 'feature', name }));
}

/**
 * Features that are served otherwise than the offline code has them, nulls aside. Where there is nothing offline to compare with, or too
 * little for what is seen of a feature, those whose served values look otherwise than before. Where golden samples or a shadow prove that
 * the build treats requests otherwise, and too few could be compared to say of which feature, one without a name.
 */
export function servedOtherwise(view: EvidenceView): readonly Culprit[] {
  const found = namedOtherwise(view);
  const overlooked = found.length === 0 && powerOfCheck(view.check('parity')) < 1 && buildDiffers(view);
  return overlooked ? [{ kind: 'feature', name: null }] : found;
}

function namedOtherwise(view: EvidenceView): readonly Culprit[] {
  const odd = featuresFrom(view, ['out-of-range', 'categories', 'feature-drift']);
  if (!conclusive(view.check('parity'))) return odd;
  const differing = featuresFrom(view, ['parity'], (finding) => finding.detail?.['transform'] !== 'null');
  return differing.length > 0 ? differing : odd.filter(({ name }) => parityIsBlindTo(view, name ?? ''));
}

const buildDiffers = (view: EvidenceView): boolean =>
  [modelSigns.buildDiffers, modelSigns.shadowBuildDiffers].some(
    (sign) => sign.read(view, null).state === 'yes',
  );

/** Names of another kind that one of these checks found shifted. */
export function named(
  view: EvidenceView,
  checks: readonly string[],
  kind: 'stage' | 'host' | 'version' | 'segment',
): readonly Culprit[] {
  const names = checks.flatMap((check) => namesOf(view.shifted(check, kind)));
  return [...new Set(names)].slice(0, MOST).map((name) => ({ kind, name }));
}

/** The hosts that a check found shifted, as long as others are as they were. */
export function someHosts(view: EvidenceView, check: string): readonly Culprit[] {
  const hosts = named(view, [check], 'host');
  const all = view.check(check)?.verdict.findings.filter(({ subject }) => subject.kind === 'host') ?? [];
  return hosts.length < all.length ? hosts : [];
}

/** The version that serves now, when the configuration or the evidence names it. */
export function servingVersion(view: EvidenceView): readonly Culprit[] {
  const appeared = view
    .shifted('routing', 'version')
    .filter((finding) => finding.detail?.['appeared'] === true && !isEarlier(view, finding.subject.name));
  const name = namesOf(appeared)[0] ?? view.model.pipelines?.current.version;
  return name === undefined ? [] : [{ kind: 'version', name }];
}
