import { totalVariation } from '../statistics/drift/total-variation.ts';
import type { Check, CheckContext } from './check.ts';
import {
  readValues,
  shareOf,
  offlineToo,
  valueQuestions,
  type Side,
  type Values,
} from './features/common-values.ts';
import { compareShares, type SharePair } from './compare/compare-shares.ts';
import type { Finding } from './evidence.ts';
import type { FeatureProfile } from './features/profile.ts';
import type { Answers, Questions } from './question.ts';
import { inconclusive } from './windowed.ts';

/** Values of a feature that are looked at: a stuck feature has its value at the top. */
const MOST_VALUES = 20;
const FEWEST_ROWS = 30;
/** What programs write where there is no value. */
const SENTINELS: ReadonlySet<string> = new Set(
  ['0', '-1', '-9', '-99', '-999', '-9999', '99', '999', '9999', '99999', '2147483647', '-2147483648'].concat(
    ['', 'unknown', 'none', 'null', 'nan', 'n/a', 'na', 'missing', 'default', 'other', '?'],
  ),
);

/** Is a feature stuck at one value, or does a default take the place of its values? */
export const constant: Check = {
  about: {
    id: 'constant',
    title: 'Features stuck at one value',
    question: 'Did one value or default take over a feature, and does the offline table have it too?',
    tellsApart: ['upstream', 'data', 'code', 'config'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.2,
        unit: 'share of rows',
        why: 'the commonest value of a healthy feature does not gain a fifth of all rows from one week to the next',
      },
      sentinelFloor: {
        default: 0.02,
        unit: 'share of rows',
        why: 'a value that was never there before and looks like a default is odd in two rows of a hundred',
      },
      unlike: {
        default: 0.1,
        unit: 'total variation',
        why: 'a default replaces values whatever they are: the others keep their proportions, in a change of traffic they do not',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'the twenty commonest values of every feature are looked at',
      },
    },
    samples: 'values of numbers',
  },

  query(context): Questions {
    const sides: readonly Side[] =
      context.model.offline_features === undefined ? ['predictions'] : ['predictions', 'offline_features'];
    const asked = context.profile.flatMap(({ name }) =>
      sides.map((side) => valueQuestions(context, { side, column: name, most: MOST_VALUES })),
    );
    return Object.fromEntries(asked.flatMap((one) => Object.entries(one)));
  },

  verdict(context, answers) {
    if (context.profile.length === 0) return inconclusive('no feature profile could be measured');
    const read = context.profile.map((feature) => ({
      feature,
      online: readValues(answers, 'predictions', { name: feature.name, most: MOST_VALUES }),
    }));
    const known = read.flatMap(({ feature, online }) =>
      online.kind === 'values' && online.before >= FEWEST_ROWS && online.after >= FEWEST_ROWS
        ? [{ feature, online }]
        : [],
    );
    if (known.length === 0) {
      const failed = read.find(({ online }) => online.kind === 'no values');
      return inconclusive(
        failed?.online.kind === 'no values'
          ? failed.online.reason
          : `no feature has ${FEWEST_ROWS} values in both windows`,
      );
    }
    const findings = findingsOf(known, answers, context);
    const shifted = findings.filter((finding) => finding.shifted);
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: `none of ${known.length} features is stuck at one value`,
          findings: findings.slice(0, 30),
        }
      : {
          answer: 'shifted',
          line: shifted
            .slice(0, 3)
            .map((finding) => finding.sentence)
            .join('; '),
          findings: findings.slice(0, 30),
        };
  },
};

type Known = { readonly feature: FeatureProfile; readonly online: Values };

function findingsOf(known: readonly Known[], answers: Answers, context: CheckContext): readonly Finding[] {
  const pairs: readonly SharePair[] = known.flatMap(({ feature, online }) =>
    online.values.map(({ value, before, after }) => ({
      subject: { kind: 'feature', name: `${feature.name}\u0000${value}` },
      before: { events: before, trials: online.before },
      after: { events: after, trials: online.after },
      words: (from, to) => `${feature.name} is ${wordOf(value)} in ${to} of rows (${from} before)`,
    })),
  );
  const compared = compareShares(pairs, {
    measure: 'share of one value',
    floor: context.thresholds['sentinelFloor'] ?? 0.02,
    alpha: context.thresholds['alpha'] ?? 0.001,
    direction: 'up',
  });
  const judged = compared.map((finding) => judge(finding, known, { answers, context }));
  const strongest = new Map<string, Finding>();
  for (const finding of judged) {
    const best = strongest.get(finding.subject.name);
    if (best === undefined || rank(finding) > rank(best)) strongest.set(finding.subject.name, finding);
  }
  return [...strongest.values()].toSorted((a, b) => rank(b) - rank(a));
}

const rank = (finding: Finding): number => (finding.shifted ? 10 : 0) + (finding.effect ?? 0);

function judge(
  finding: Finding,
  known: readonly Known[],
  { answers, context }: { readonly answers: Answers; readonly context: CheckContext },
): Finding {
  const [name = '', value = ''] = finding.subject.name.split('\u0000');
  const subject = { kind: 'feature' as const, name };
  const found = known.find(({ feature }) => feature.name === name);
  if (found === undefined) return { ...finding, subject };
  const { feature, online } = found;
  const [before, after] = [finding.before ?? 0, finding.after ?? 0];
  const isNew = before < 0.001;
  const sentinel = SENTINELS.has(value.toLowerCase()) || outside(feature, value);
  const unlike = othersChanged(online, value);
  const dominating = after >= 0.95 && before < 0.75;
  const grown =
    (finding.effect ?? 0) >= (context.thresholds['floor'] ?? 0.2) &&
    (dominating || (unlike !== null && unlike <= (context.thresholds['unlike'] ?? 0.1)));
  // A value that was usual before and is the only one now: every other value has ceased to come.
  const ceased = after >= 0.99 && finding.nAfter * (1 - before) >= 20;
  const offline = readValues(answers, 'offline_features', { name, most: MOST_VALUES });
  return {
    ...finding,
    subject,
    threshold: context.thresholds['floor'] ?? 0.2,
    shifted: finding.shifted && (grown || ceased || (isNew && sentinel)),
    detail: {
      value,
      isNew,
      sentinel,
      dominating,
      othersChanged: unlike,
      distinctBefore: online.distinctBefore,
      distinctAfter: online.distinctAfter,
      offlineToo: offlineToo(online, offline, value),
      offlineBefore: shareOf(offline, value, 'before'),
      offlineAfter: shareOf(offline, value, 'after'),
    },
  };
}

function outside(feature: FeatureProfile, value: string): boolean {
  const number = Number(value);
  return (
    feature.kind === 'number' && Number.isFinite(number) && (number < feature.min || number > feature.max)
  );
}

/** How far the other values changed their proportions, beyond what chance does; null when too few are left to tell. */
function othersChanged(online: Values, value: string): number | null {
  const others = online.values.filter((one) => one.value !== value);
  const moved = totalVariation({
    before: others.map((one) => one.before),
    after: others.map((one) => one.after),
  });
  if (moved.kind === 'unanswerable' || Math.min(moved.n.before, moved.n.after) < FEWEST_ROWS) return null;
  return Math.max(0, moved.value - moved.expectedUnderNoChange);
}

const wordOf = (value: string): string => (value === '' ? 'an empty text' : value);
