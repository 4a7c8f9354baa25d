import { labelName, type Metered } from '../../checks/serving/metered.ts';
import { infraText, mustSelect, type Infra } from '../../config/schema/infra-schema.ts';
import { quotedPromql, readSelector, restricted } from '../../config/promql-selector.ts';
import { SqlError } from '../../sql/sql-error.ts';
import type { Steps } from './steps.ts';

/** The label under which one query answers several columns. */
export const columnLabel = 'fishbone_column';

/**
 * A question as PromQL, one expression that answers all columns, told apart by `columnLabel`. Values are written as
 * PromQL strings, never into the text as they are. Throws SqlError when the configuration has no such query.
 */
export function renderMetered(infra: Infra, question: Metered, { step, resolution }: Steps): string {
  const source = selected(infra, question);
  const span = duration(step);
  const by = question.by.flatMap((label) => labelName(infra, label) ?? []);
  const grouped = (how: 'sum' | 'max'): string => (by.length === 0 ? how : `${how} by (${by.join(', ')})`);
  switch (question.fold) {
    case 'count': {
      // What rose between the last sample of one span and the first of the next belongs to a span, too: each looks back one
      // sample further, and what is extrapolated over that is taken off again.
      const further = step + resolution;
      const share = `${step / 1000} / ${further / 1000}`;
      const count = `${grouped('sum')} (increase(${source}[${duration(further)}])) * ${share}`;
      const present = `count_over_time((${grouped('sum')} (${source}))[${span}:${duration(resolution)}])`;
      return columns({ count, seconds: `${present} * ${resolution / 1000}` });
    }
    case 'level': {
      // A comparison drops NaN and the infinities, one of which would spoil every sum.
      const over = (of: string): string => `(${of})[${span}:${duration(resolution)}]`;
      const values = over(`(${source}) > -Inf < Inf`);
      return columns({
        n: `${grouped('sum')} (count_over_time(${values}))`,
        sum: `${grouped('sum')} (sum_over_time(${values}))`,
        squares: `${grouped('sum')} (sum_over_time(${over(`(${source}) ^ 2 < Inf`)}))`,
        max: `${grouped('max')} (max_over_time(${values}))`,
      });
    }
  }
}

function columns(of: Readonly<Record<string, string>>): string {
  return Object.entries(of)
    .map(([name, expression]) => `label_replace(${expression}, "${columnLabel}", "${name}", "", "")`)
    .join('\nor ');
}

/** The configured query, restricted to the series that are asked about. */
function selected(infra: Infra, { query, where }: Metered): string {
  const text = infraText(infra, query);
  if (text === null)
    throw new SqlError(
      'not-configured',
      `the model has no query infra.${query}`,
      `add "${query}: …" under infra of the model in fishbone.yml`,
    );
  const selector = readSelector(text);
  if (selector === null && mustSelect(query))
    throw new SqlError('broken', `infra.${query} is no plain selector`, 'name one metric, with its labels');
  if (where.length === 0) return text.trim();
  if (selector === null)
    throw new SqlError(
      'broken',
      `infra.${query} is an expression that cannot be restricted to a segment`,
      'ask about all traffic, or configure a plain selector',
    );
  const conditions = where.map(({ label, values }) => {
    const name = labelName(infra, label);
    if (name === null)
      throw new SqlError(
        'not-configured',
        `no label of infra.${query} tells ${label} apart`,
        'name it under infra.labels of the model in fishbone.yml',
      );
    const [only, ...others] = values;
    return only !== undefined && others.length === 0
      ? `${name}=${quotedPromql(only)}`
      : `${name}=~${quotedPromql(values.map(literally).join('|'))}`;
  });
  return restricted(selector, conditions);
}

/** A text as the regular expression that matches it alone (RE2). */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** `1800s`, or milliseconds where seconds do not divide it. */
export function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
