import type { Finding } from '../../checks/evidence.ts';
import type { EvidenceView } from '../view.ts';
import { conclusive } from '../view.ts';
import { no, onSubject, UNKNOWN, yes } from './sign.ts';
import type { Sign } from './sign.ts';
import { toldAged } from './told-aged.ts';
import { powerOverRows } from '../power.ts';

const NEARLY_ALL = 0.97;
/** How much the other values may change their proportions and still be called untouched. */
const UNTOUCHED = 0.1;
/** A value that was rare and is now this many times as common did not get there by its own kind of customers. */
const GROWN = 5;
const DEFECTS = ['null-rate', 'constant', 'out-of-range', 'categories', 'feature-drift'] as const;

/** Signs about one feature, the culprit. */
export const featureSigns = {
  nulls: { check: 'null-rate', background: 0.03, family: 'nulls', read: onSubject('null-rate', 'feature') },
  misses: {
    check: 'feature-store',
    background: 0.03,
    family: 'misses',
    read: onSubject(
      'feature-store',
      'feature',
      (finding) => finding.shifted && finding.measure === 'miss rate',
    ),
  },
  stale: { check: 'freshness', background: 0.03, family: 'age', read: onSubject('freshness', 'feature') },
  aged: {
    check: 'feature-store',
    background: 0.02,
    family: 'age',
    read: onSubject('feature-store', 'feature', (finding) => finding.shifted && finding.unit === 'seconds'),
  },
  /** Where nobody keeps the ages of values for the bot to read, a monitor that watches them has seen what no table tells. */
  toldAged: { check: 'freshness', background: 0.05, family: 'age', read: toldAged },
  disagrees: {
    check: 'parity',
    background: 0.04,
    family: 'parity',
    read: (view, culprit) =>
      parityIsBlindTo(view, culprit?.name ?? '') ? UNKNOWN : onSubject('parity', 'feature')(view, culprit),
  },
  servedNull: { check: 'parity', background: 0.02, family: 'transform', read: transform('null') },
  fixedTransform: {
    check: 'parity',
    background: 0.02,
    family: 'transform',
    read: transform('scale', 'offset', 'affine', 'recode', 'clip', 'logarithm', 'constant'),
  },
  serialTransform: {
    check: 'parity',
    background: 0.01,
    family: 'transform',
    read: transform('rounding', 'case', 'swap', 'copy'),
  },
  noTransform: {
    check: 'parity',
    background: 0.02,
    family: 'transform',
    read: transform('unnamed', 'scramble'),
  },
  drift: {
    check: 'feature-drift',
    background: 0.1,
    family: 'drift',
    read: onSubject('feature-drift', 'feature'),
  },
  outOfRange: {
    check: 'out-of-range',
    background: 0.03,
    family: 'range',
    read: onSubject('out-of-range', 'feature'),
  },
  newValues: {
    check: 'categories',
    background: 0.03,
    family: 'values',
    read: (view, culprit) => {
      const stuck = view.findingOn('constant', 'feature', culprit?.name ?? '');
      // Where one value is all there is, the others are gone for that reason and no other.
      return onSubject(
        'categories',
        'feature',
        (finding) =>
          finding.shifted && !(stuck !== null && isStuck(stuck) && finding.detail?.['change'] === 'vanished'),
        powerOverRows,
      )(view, culprit);
    },
  },
  /** One value nearly everywhere. */
  stuck: {
    check: 'constant',
    background: 0.02,
    family: 'stuck',
    read: onSubject('constant', 'feature', isStuck),
  },
  /** A value that hardly came before took the place of some, and the rest keep their proportions: a default. */
  partlyDefault: {
    check: 'constant',
    background: 0.02,
    family: 'stuck',
    read: (view, culprit) =>
      onSubject(
        'constant',
        'feature',
        (finding) =>
          finding.shifted && !isStuck(finding) && isDefault(finding) && !isClipped(view, culprit?.name ?? ''),
      )(view, culprit),
  },
  /** The values have another scale: by a factor with a name, such as cents for euros. Those of another column have one by chance. */
  scaled: {
    check: 'out-of-range',
    background: 0.02,
    family: 'range',
    read: (view, culprit) =>
      isOtherColumns(view, culprit?.name ?? '')
        ? UNKNOWN
        : onSubject(
            'out-of-range',
            'feature',
            (finding) => finding.shifted && finding.detail?.['factor'] !== null,
          )(view, culprit),
  },
  /** Several features of one source fail together, or one fails at its source. */
  failsAtSource: {
    check: 'upstream',
    background: 0.04,
    family: 'source',
    read: onSubject(
      'upstream',
      'feature',
      (finding) => finding.shifted && finding.detail?.['source'] === 'source',
    ),
  },
  offlineToo: { check: 'parity', background: 0.3, family: 'offline', read: offlineToo },
} satisfies Record<string, Sign>;

function isStuck(finding: Finding): boolean {
  return finding.shifted && (finding.detail?.['dominating'] === true || (finding.after ?? 0) >= NEARLY_ALL);
}

/** The one value is where a clip holds what was beyond the training range. */
function isClipped(view: EvidenceView, name: string): boolean {
  return view.findingOn('parity', 'feature', name)?.detail?.['beyondTraining'] === true;
}

/** What is served under this name are the values of another column. */
function isOtherColumns(view: EvidenceView, name: string): boolean {
  const finding = view.findingOn('parity', 'feature', name);
  return finding?.shifted === true && ['swap', 'copy'].includes(String(finding.detail?.['transform']));
}

function isDefault(finding: Finding): boolean {
  const { isNew, othersChanged } = finding.detail ?? {};
  const rare = isNew === true || (finding.after ?? 0) >= GROWN * (finding.before ?? 0);
  return rare && typeof othersChanged === 'number' && othersChanged <= UNTOUCHED;
}

/** The disagreement of the culprit is of one of these kinds. Without a disagreement there is nothing to say. */
function transform(...kinds: readonly string[]): Sign['read'] {
  return (view, culprit) => {
    const evidence = view.check('parity');
    const name = culprit?.name ?? null;
    if (name === null || !conclusive(evidence)) return UNKNOWN;
    const finding = view.findingOn('parity', 'feature', name);
    if (finding?.shifted !== true) return UNKNOWN;
    if (isClipped(view, name))
      return no(evidence.id, `${name} was beyond its training range before it was clipped`);
    return kinds.includes(String(finding.detail?.['transform']))
      ? yes(evidence.id, finding.sentence)
      : no(evidence.id, finding.sentence);
  };
}

/** The culprit is visibly broken as served, and the offline code has the same value: the fault lies before both. */
function offlineToo(view: EvidenceView, culprit: Parameters<Sign['read']>[1]): ReturnType<Sign['read']> {
  const parity = view.check('parity');
  const name = culprit?.name ?? null;
  if (name === null || !conclusive(parity)) return UNKNOWN;
  const broken = DEFECTS.some((check) => view.findingOn(check, 'feature', name)?.shifted === true);
  const finding = view.findingOn('parity', 'feature', name);
  if (!broken || finding === null || parityIsBlindTo(view, name)) return UNKNOWN;
  if (isClipped(view, name)) return yes(parity.id, `${name} is beyond its training range offline, too`);
  return finding.shifted
    ? no(parity.id, `${name} is right offline`)
    : yes(parity.id, `${name} is the same offline`);
}

/**
 * So few requests have an offline row that a disagreement as frequent as the defect which is seen in the feature would not show. Then
 * that none disagreed says nothing about where the defect comes from.
 */
export function parityIsBlindTo(view: EvidenceView, name: string): boolean {
  const finding = view.findingOn('parity', 'feature', name);
  if (finding === null || finding.shifted) return false;
  const sizes = DEFECTS.flatMap((check) => {
    const defect = view.findingOn(check, 'feature', name);
    return defect?.shifted === true ? sizeOf(defect) : [];
  });
  return sizes.length > 0 && (finding.high ?? 1) >= Math.max(...sizes);
}

/** In what share of the requests a defect shows; nothing where the check does not count requests. */
function sizeOf({ unit, effect, detail }: Finding): readonly number[] {
  const [before, after] = [detail?.['shareBefore'], detail?.['shareAfter']];
  if (typeof before === 'number' && typeof after === 'number') return [Math.abs(after - before)];
  return unit === 'share' && effect !== null ? [Math.abs(effect)] : [];
}
