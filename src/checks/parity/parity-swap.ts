import { all, column, countIf, isDistinctFrom, isNotNull, not, number, text } from '../../sql/build.ts';
import type { Aggregate, Expression } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import { inWindow, numbersDiffer, relationOf } from './parity-measures.ts';
import type { Transform } from './parity-transform.ts';
import type { FeatureProfile } from '../features/profile.ts';
import type { Answers } from '../question.ts';
import { countOf, rowsOrNone } from '../read-answers.ts';
import { inSegment } from '../windowed.ts';

/** Share of the disagreeing requests that must carry the partner's value. */
const NEARLY_ALL = 0.95;
const FEWEST = 5;
const MOST_PARTNERS = 60;

/** Among the requests where the feature disagrees: how often it is served with the offline value of each other feature. */
export function comparePartners(feature: FeatureProfile, context: CheckContext): Aggregate {
  const online = column(feature.name, 'left');
  const differ = disagree(feature, online, column(feature.name, 'right'));
  const after = inWindow(context, 'incident');
  const partners = context.profile
    .filter((other) => other.name !== feature.name && other.kind === feature.kind)
    .slice(0, MOST_PARTNERS);
  return {
    kind: 'aggregate',
    from: relationOf(context),
    where: [after, ...inSegment(context, 'left')],
    by: {},
    measures: {
      differ: countIf(all(after, differ)),
      ...Object.fromEntries(
        partners.map((other) => {
          const theirs = column(other.name, 'right');
          const same = all(isNotNull(theirs), isNotNull(online), not(disagree(feature, online, theirs)));
          return [`as ${other.name}`, countIf(all(after, differ, same))];
        }),
      ),
    },
  };
}

function disagree(feature: FeatureProfile, online: Expression, offline: Expression): Expression {
  return feature.kind === 'number'
    ? numbersDiffer(number(online), number(offline))
    : isDistinctFrom(text(online), text(offline));
}

/**
 * The feature whose value this one is served with: swapped when that one carries this one's value in turn. What is served
 * as one value agrees by chance with any feature that mostly has it, so a constant stays a constant.
 */
export function nameSwap(
  feature: FeatureProfile,
  otherwise: Transform['kind'],
  answers: Answers,
): (Transform & { readonly partner: string }) | null {
  const partner = partnerOf(feature.name, answers);
  if (partner === null || otherwise === 'null' || otherwise === 'constant' || otherwise === 'clip')
    return null;
  if (partnerOf(partner, answers) === feature.name)
    return { kind: 'swap', words: `swapped with ${partner}`, partner };
  return otherwise === 'unnamed' || otherwise === 'scramble'
    ? { kind: 'copy', words: `served with the value of ${partner}`, partner }
    : null;
}

function partnerOf(name: string, answers: Answers): string | null {
  const [row] = rowsOrNone(answers, `partners ${name}`);
  const differ = countOf(row?.['differ']);
  if (row === undefined || differ < FEWEST) return null;
  const [best] = Object.keys(row)
    .filter((key) => key.startsWith('as '))
    .toSorted((a, b) => countOf(row[b]) - countOf(row[a]));
  return best !== undefined && countOf(row[best]) >= NEARLY_ALL * differ ? best.slice(3) : null;
}
