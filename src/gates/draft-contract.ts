import { countOf, numberOf, rowsOrNone, textOf } from '../checks/read-answers.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import type { Questions } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Expression } from '../sql/aggregate.ts';
import {
  column,
  count,
  countIf,
  distinct,
  isNotNull,
  isNull,
  maximum,
  minimum,
  number,
  table,
  text,
} from '../sql/build.ts';
import type { Contract, FeatureRule } from './contract.ts';

const mostValues = 100;
/** Nearly all values read as numbers, and there are more of them than of a code. */
const numberShare = 0.99;
/** Room beside what was seen: a contract is not to break on the next larger value. */
const room = 0.1;
const leastNulls = 0.01;

export type Drafted =
  | { readonly kind: 'contract'; readonly contract: Contract }
  | { readonly kind: 'no-data'; readonly reason: string };

/** Writes the contract that the reference rows keep; without a reference table, the one that the predictions keep. */
export function* draftContract(name: string, model: ModelConfig): Inquiry<Drafted> {
  const from = table(model.reference === undefined ? 'predictions' : 'reference');
  const { features, id } = model.predictions;
  const where: readonly Expression[] = [];
  const answers = yield Object.fromEntries(
    features.map((feature): [string, Questions[string]] => [
      feature,
      {
        kind: 'aggregate',
        from,
        where,
        by: {},
        measures: {
          n: count(),
          nulls: countIf(isNull(column(feature))),
          numbers: countIf(isNotNull(number(column(feature)))),
          distinct: distinct(column(feature)),
          low: minimum(number(column(feature))),
          high: maximum(number(column(feature))),
        },
      },
    ]),
  );
  const rows = new Map(features.map((feature) => [feature, rowsOrNone(answers, feature)[0] ?? {}]));
  const known = features.filter((feature) => countOf(rows.get(feature)?.['n']) > 0);
  if (known.length === 0)
    return {
      kind: 'no-data',
      reason: `the table ${from.kind === 'table' ? from.table : ''} has no rows with these features`,
    };
  const isNumber = (feature: string): boolean => {
    const row = rows.get(feature) ?? {};
    const filled = countOf(row['n']) - countOf(row['nulls']);
    return filled > 0 && countOf(row['numbers']) >= numberShare * filled && countOf(row['distinct']) > 2;
  };
  const categories = known.filter((feature) => !isNumber(feature));
  const valued =
    categories.length === 0
      ? {}
      : yield Object.fromEntries(
          categories.map((feature): [string, Questions[string]] => [
            feature,
            {
              kind: 'aggregate',
              from,
              where: [isNotNull(column(feature))],
              by: { value: text(column(feature)) },
              measures: { n: count() },
              limit: mostValues,
            },
          ]),
        );
  const rules = known.map((feature): [string, FeatureRule] => {
    const row = rows.get(feature) ?? {};
    const nulls = rounded(Math.max(leastNulls, (1.5 * countOf(row['nulls'])) / countOf(row['n'])));
    const [low, high] = [numberOf(row['low']), numberOf(row['high'])];
    if (isNumber(feature) && low !== null && high !== null) {
      const beside = room * (high - low);
      return [feature, { type: 'number', nulls, min: rounded(low - beside), max: rounded(high + beside) }];
    }
    const values = rowsOrNone(valued, feature).flatMap(({ value }) => textOf(value) ?? []);
    return [feature, { type: 'category', nulls, values: values.toSorted() }];
  });
  return {
    kind: 'contract',
    contract: {
      version: 1,
      model: name,
      key: id,
      features: Object.fromEntries(rules),
      allow: { outside: 0.005, disagree: 0.01 },
    },
  };
}

const rounded = (value: number): number => Number(value.toPrecision(4));
