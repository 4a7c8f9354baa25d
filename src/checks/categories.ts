import type { Check, CheckContext } from './check.ts';
import {
  readValues,
  shareOf,
  offlineToo,
  valueQuestions,
  type Side,
  type Values,
} from './features/common-values.ts';
import { compareShares, shareWords } from './compare/compare-shares.ts';
import type { Finding } from './evidence.ts';
import type { Answers, Questions } from './question.ts';
import { inconclusive } from './windowed.ts';
import { strongestFirst } from './compare/strongest-first.ts';

/** A column with more values than this is a name or a number, and new values in it are its nature. */
const MOST_VALUES = 300;
const FEWEST_ROWS = 30;
/** A value with less than this share of rows counts as not there: one wrong row makes no category. */
const ABSENT = 0.0005;

/** Do categories appear that were never there, or vanish, or change their spelling? */
export const categories: Check = {
  about: {
    id: 'categories',
    title: 'New, vanished and renamed categories',
    question: 'Which values of categorical features and segments are new, gone, or spelled otherwise?',
    tellsApart: ['upstream', 'code', 'data', 'external'],
    needs: ['predictions'],
    cost: { minutes: 0.2, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share of rows',
        why: 'a model loses nothing that can be measured by a category in less than one row of a hundred',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every value of every column is looked at',
      },
    },
  },

  query(context): Questions {
    const offline = context.model.offline_features !== undefined;
    const asked = columnsOf(context).flatMap(({ name, feature }) => {
      const sides: readonly Side[] =
        offline && feature ? ['predictions', 'offline_features'] : ['predictions'];
      return sides.map((side) => valueQuestions(context, { side, column: name, most: MOST_VALUES }));
    });
    return Object.fromEntries(asked.flatMap((one) => Object.entries(one)));
  },

  verdict(context, answers) {
    const columns = columnsOf(context);
    if (columns.length === 0) return inconclusive('the model has no categorical features and no segments');
    const read = columns.map((one) => ({
      ...one,
      online: readValues(answers, 'predictions', { name: one.name, most: MOST_VALUES }),
    }));
    const known = read.flatMap(({ online, ...one }) =>
      online.kind === 'values' && online.before >= FEWEST_ROWS && online.after >= FEWEST_ROWS
        ? [{ ...one, online }]
        : [],
    );
    if (known.length === 0) {
      const failed = read.find(({ online }) => online.kind === 'no values');
      return inconclusive(
        failed?.online.kind === 'no values'
          ? failed.online.reason
          : `no categorical column has ${FEWEST_ROWS} values in both windows`,
      );
    }
    const countable = known.filter(({ online }) => online.values.length < MOST_VALUES);
    const findings = findingsOf(countable, answers, context);
    const shifted = findings.filter((finding) => finding.shifted);
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: `${countable.length} categorical columns have the values they had`,
          findings: findings.slice(0, 20),
        }
      : {
          answer: 'shifted',
          line: shifted
            .slice(0, 3)
            .map((finding) => finding.sentence)
            .join('; '),
          findings: findings.slice(0, 40),
        };
  },
};

type Column = { readonly name: string; readonly feature: boolean };
type Known = Column & { readonly online: Values };

function columnsOf(context: CheckContext): readonly Column[] {
  const { segments } = context.model.predictions;
  const features = context.profile.filter((one) => one.kind === 'category').map((one) => one.name);
  return [
    ...features.map((name) => ({ name, feature: true })),
    ...segments.filter((name) => !features.includes(name)).map((name) => ({ name, feature: false })),
  ];
}

function findingsOf(known: readonly Known[], answers: Answers, context: CheckContext): readonly Finding[] {
  const pairs = known.flatMap((one) => one.online.values.map((value) => ({ one, value })));
  const compared = compareShares(
    pairs.map(({ one, value }, index) => ({
      subject: { kind: 'table', name: String(index) },
      before: { events: value.before, trials: one.online.before },
      after: { events: value.after, trials: one.online.after },
      words: () => '',
    })),
    {
      measure: 'share of one category',
      floor: context.thresholds['floor'] ?? 0.01,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'both',
    },
  );
  return compared
    .flatMap((finding) => {
      const pair = pairs[Number(finding.subject.name)];
      return pair === undefined ? [] : [named(finding, pair.one, { value: pair.value.value, answers })];
    })
    .toSorted(strongestFirst);
}

/** What happened to one value. A change of share among known values is not this check's business. */
function named(
  finding: Finding,
  { name, feature, online }: Known,
  { value, answers }: { readonly value: string; readonly answers: Answers },
): Finding {
  const [before, after] = [finding.before ?? 0, finding.after ?? 0];
  const kind =
    before < ABSENT && after >= ABSENT ? 'new' : after < ABSENT && before >= ABSENT ? 'vanished' : 'known';
  const partner = kind === 'new' ? partnerOf(online, value) : null;
  const offline = readValues(answers, 'offline_features', { name, most: MOST_VALUES });
  return {
    ...finding,
    subject: { kind: feature ? 'feature' : 'segment', name },
    where: { [name]: value },
    shifted: finding.shifted && kind !== 'known',
    detail: {
      value,
      change: partner === null ? kind : 'renamed',
      formerly: partner?.value ?? null,
      spelling: partner === null ? null : spelling(partner.value) === spelling(value),
      cardinalityBefore: online.distinctBefore,
      cardinalityAfter: online.distinctAfter,
      offlineToo: feature ? offlineToo(online, offline, value) : null,
      offlineBefore: feature ? shareOf(offline, value, 'before') : null,
      offlineAfter: feature ? shareOf(offline, value, 'after') : null,
    },
    sentence: sentenceOf({ name, value, kind, before, after, formerly: partner?.value ?? null }),
  };
}

/** The value whose rows a new value took over: the same letters, or one that lost about what the new one gained. */
function partnerOf(online: Values, value: string): { readonly value: string } | null {
  const gained = shareOf(online, value, 'after') ?? 0;
  const lost = online.values
    .filter((one) => one.value !== value && one.before > 0)
    .map((one) => ({
      value: one.value,
      share: one.before / online.before,
      lost: one.before / online.before - one.after / online.after,
    }))
    .filter((one) => one.lost > 0);
  const spelledAlike = lost.find((one) => spelling(one.value) === spelling(value));
  if (spelledAlike !== undefined) return spelledAlike;
  const [closest] = lost
    .filter((one) => one.lost >= 0.5 * one.share && Math.abs(one.lost - gained) <= 0.3 * gained)
    .toSorted((a, b) => Math.abs(a.lost - gained) - Math.abs(b.lost - gained));
  return closest ?? null;
}

const spelling = (value: string): string => value.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

function sentenceOf(said: {
  readonly name: string;
  readonly value: string;
  readonly kind: 'new' | 'vanished' | 'known';
  readonly before: number;
  readonly after: number;
  readonly formerly: string | null;
}): string {
  const { name, value, kind, formerly } = said;
  const [before, after] = [shareWords(said.before), shareWords(said.after)];
  const shown = value === '' ? "''" : value;
  switch (kind) {
    case 'new':
      return formerly === null
        ? `${name}=${shown} is new: ${after} of rows`
        : `${name}=${shown} is new and takes the place of ${formerly}: ${after} of rows`;
    case 'vanished':
      return `${name}=${shown} is gone: ${before} of rows before`;
    case 'known':
      return `${name}=${shown} went from ${before} to ${after} of rows`;
  }
}
