import type { ModelConfig } from '../../config/schema.ts';
import { redact } from '../../redact/redact.ts';
import type { Cell, Row } from '../../sql/aggregate.ts';
import { textOf } from '../read-answers.ts';

const LONGEST_VALUE = 40;

/** The features that may be shown row by row: those that the configuration allows, none without its word. */
function shownFeatures(model: ModelConfig): readonly string[] {
  const allowed = new Set(model.samples?.columns ?? []);
  return model.predictions.features.filter((feature) => allowed.has(feature));
}

/** A cell as it may be shown: secrets taken out, short, and a missing value as `null`. */
export function shownValue(cell: Cell | undefined): string {
  if (typeof cell === 'number') return String(Number(cell.toPrecision(4)));
  const text = redact(textOf(cell) ?? 'null').replaceAll(/\s+/g, ' ');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** `age 44, plan Pro` of the allowed features of a row; empty when none is allowed. */
export function rowWords(model: ModelConfig, row: Row): string {
  return shownFeatures(model)
    .map((feature) => `${feature} ${shownValue(row[feature])}`)
    .join(', ');
}
