import type { Row } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import { readValues, type Values } from './common-values.ts';
import { compareShares, type SharePair, type ShareRule } from '../compare/compare-shares.ts';
import type { Finding } from '../evidence.ts';
import type { Answers } from '../question.ts';
import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';
import { medianNotches } from '../../statistics/quantile/median-notches.ts';
import { countOf, rowsOf, rowsOrNone, textOf } from '../read-answers.ts';
import { nameScale } from './scale.ts';
import { MOST_VALUES, placesOf, quartersOf, WORDS } from './schema-questions.ts';

/** A feature with rows in both windows, and what was counted of its column online. */
export type Known = { readonly name: string; readonly row: Row };

/** Online, a feature that is no longer there is a broken contract; elsewhere it is a gap in what can be compared. */
export function missingColumns(context: CheckContext, answers: Answers, name: string): readonly Finding[] {
  return placesOf(context).flatMap((place): Finding[] => {
    const answer = answers[`column ${place} ${name}`];
    const tableThere = context.model.predictions.features.some(
      (other) => answers[`column ${place} ${other}`]?.kind === 'rows',
    );
    if (answer?.kind !== 'failed' || answer.cause !== 'missing' || !tableThere) return [];
    return [
      {
        ...blank(name, 'column is there'),
        unit: 'columns',
        before: 1,
        after: 0,
        effect: -1,
        shifted: place === 'predictions',
        detail: { kind: 'missing', place: WORDS[place] },
        sentence: `${WORDS[place]} data has no column ${name}`,
      },
    ];
  });
}

function blank(
  name: string,
  measure: string,
): Omit<Finding, 'sentence' | 'shifted' | 'unit' | 'before' | 'after' | 'effect'> {
  return {
    subject: { kind: 'feature', name },
    measure,
    low: null,
    high: null,
    nBefore: 0,
    nAfter: 0,
    test: null,
    p: null,
    adjustedP: null,
    threshold: null,
  };
}

function shares(
  pairs: readonly SharePair[],
  context: CheckContext,
  rule: Pick<ShareRule, 'measure' | 'direction'>,
): readonly Finding[] {
  return compareShares(pairs, {
    ...rule,
    floor: context.thresholds['floor'] ?? 0.01,
    alpha: context.thresholds['alpha'] ?? 0.001,
  });
}

/** Texts where numbers were, or numbers where texts were. */
export function typeFindings(known: readonly Known[], context: CheckContext): readonly Finding[] {
  return shares(
    known.map(({ name, row }) => ({
      subject: { kind: 'feature', name },
      before: { events: countOf(row['numbers before']), trials: countOf(row['filled before']) },
      after: { events: countOf(row['numbers after']), trials: countOf(row['filled after']) },
      words: (from, to) => `${name} is a number in ${to} of its values (${from} before)`,
    })),
    context,
    { measure: 'share of values that are numbers', direction: 'both' },
  ).map((finding) => ({ ...finding, detail: { kind: 'type' } }));
}

/** Words such as 'unknown' or an empty text in place of null: the same fact, another value to the model. */
export function nullFindings(known: readonly Known[], context: CheckContext): readonly Finding[] {
  return shares(
    known.map(({ name, row }) => ({
      subject: { kind: 'feature', name },
      before: { events: countOf(row['words before']), trials: countOf(row['before']) },
      after: { events: countOf(row['words after']), trials: countOf(row['after']) },
      words: (from, to) => `${name} says 'unknown', 'none' or nothing in ${to} of rows (${from} before)`,
    })),
    context,
    { measure: 'share of words for null', direction: 'both' },
  ).map((finding) => {
    const row = known.find(({ name }) => name === finding.subject.name)?.row;
    const nulls = (window: 'before' | 'after'): number =>
      countOf(row?.[`nulls ${window}`]) / Math.max(1, countOf(row?.[window]));
    const lost = nulls('before') - nulls('after');
    // A word that gains rows of its own is a change of traffic; one that gains what null loses is another encoding.
    const instead =
      finding.effect !== null &&
      finding.effect * lost > 0 &&
      Math.abs(lost) >= 0.5 * Math.abs(finding.effect);
    return {
      ...finding,
      shifted: finding.shifted && instead,
      detail: { kind: 'nulls', nullBefore: nulls('before'), nullAfter: nulls('after') },
    };
  });
}

/** Values that the model was never trained on. */
export function untrainedFindings(
  known: readonly Known[],
  answers: Answers,
  context: CheckContext,
): readonly Finding[] {
  const found = known.flatMap(({ name }) => {
    const online = readValues(answers, 'predictions', { name, most: MOST_VALUES });
    const trained = rowsOf(answers, `trained ${name}`);
    if (online.kind === 'no values' || trained.kind === 'not-read') return [];
    if (
      trained.rows.length === 0 ||
      trained.rows.length >= MOST_VALUES ||
      online.values.length >= MOST_VALUES
    )
      return [];
    return [{ name, online, unseen: unseenIn(online, trained.rows) }];
  });
  return shares(
    found.map(({ name, online, unseen }) => ({
      subject: { kind: 'feature', name },
      before: { events: total(unseen, 'before'), trials: online.before },
      after: { events: total(unseen, 'after'), trials: online.after },
      words: (from, to) => `${name} has values that training never had in ${to} of rows (${from} before)`,
    })),
    context,
    { measure: 'share of values unknown to training', direction: 'up' },
  ).map((finding) => {
    const unseen = found.find(({ name }) => name === finding.subject.name)?.unseen ?? [];
    const values = unseen
      .toSorted((a, b) => b.after - a.after)
      .slice(0, 3)
      .map((one) => one.value)
      .join(', ');
    return {
      ...finding,
      detail: { kind: 'categories', values },
      sentence: finding.shifted ? `${finding.sentence}: ${values}` : finding.sentence,
    };
  });
}

function unseenIn(online: Values, trained: readonly Row[]): Values['values'] {
  const seen = new Set(trained.flatMap((row) => textOf(row['value']) ?? []));
  return online.values.filter((one) => !seen.has(one.value));
}

const total = (values: Values['values'], window: 'before' | 'after'): number =>
  values.reduce((sum, one) => sum + one[window], 0);

type UnitChange = { readonly finding: Finding; readonly always: boolean };

/**
 * A unit that online data has since the onset, and that neither offline nor training data knows. Quartiles of few rows agree on a
 * factor by chance, so the medians must also lie further apart than these sizes explain.
 */
export function unitFindings(
  known: readonly Known[],
  answers: Answers,
  context: CheckContext,
): readonly Finding[] {
  const changes = known.flatMap((one) => unitChanges(one, answers, context));
  const adjusted = benjaminiHochberg(changes.map(({ finding }) => finding.p ?? 1));
  return changes.map(({ finding, always }, index) => {
    const adjustedP = adjusted[index] ?? 1;
    return {
      ...finding,
      adjustedP,
      shifted: !always && adjustedP <= (context.thresholds['alpha'] ?? 0.001),
    };
  });
}

function unitChanges({ name }: Known, answers: Answers, context: CheckContext): readonly UnitChange[] {
  const online = {
    before: quartersOf(answers, { place: 'predictions', name, window: 'before' }),
    after: quartersOf(answers, { place: 'predictions', name, window: 'after' }),
  };
  if (online.before === null || online.after === null) return [];
  return placesOf(context).flatMap((place): UnitChange[] => {
    if (place === 'predictions' || online.before === null || online.after === null) return [];
    const now = quartersOf(answers, { place, name, window: 'after' });
    const then = place === 'reference' ? now : quartersOf(answers, { place, name, window: 'before' });
    if (now === null || then === null) return [];
    const change = nameScale(now, online.after);
    if (change === null) return [];
    const always = nameScale(then, online.before) !== null;
    const [nHere, nThere] = (['predictions', place] as const).map((where) =>
      countOf(rowsOrNone(answers, `column ${where} ${name}`)[0]?.['nonZero after']),
    );
    const apart = medianNotches(
      { quartiles: now, n: nThere ?? 0 },
      { quartiles: online.after, n: nHere ?? 0 },
    );
    return [
      {
        always,
        finding: {
          ...blank(name, `median against ${WORDS[place]} data`),
          unit: 'value',
          before: now[1],
          after: online.after[1],
          effect: online.after[1] - now[1],
          nBefore: nThere ?? 0,
          nAfter: nHere ?? 0,
          test: 'quartiles agree on one transform, medians by their notches',
          p: apart.kind === 'estimate' ? apart.pValue : null,
          shifted: false,
          detail: {
            kind: 'unit',
            place: WORDS[place],
            factor: change.factor,
            unit: change.words,
            always,
          },
          sentence: `${name} online is ${change.words}, against ${WORDS[place]} data`,
        },
      },
    ];
  });
}
