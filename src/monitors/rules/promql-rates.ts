import { labelName } from '../../checks/serving/metered.ts';
import type { MeteredLabel } from '../../checks/serving/metered.ts';
import { infraText } from '../../config/schema/infra-schema.ts';
import type { Infra, InfraQuery } from '../../config/schema/infra-schema.ts';
import { quotedPromql, readSelector, restricted } from '../../config/promql-selector.ts';

/** The configured selector, restricted to one value of a label; null where there is none, or no such label. */
export function selectorOf(
  infra: Infra | undefined,
  query: InfraQuery,
  where: { readonly label: MeteredLabel; readonly value: string } | null = null,
): string | null {
  const text = infraText(infra, query);
  const selector = text === null ? null : readSelector(text);
  if (infra === undefined || selector === null) return null;
  if (where === null) return restricted(selector, []);
  const name = labelName(infra, where.label);
  return name === null ? null : restricted(selector, [`${name}=${quotedPromql(where.value)}`]);
}

/** How often it happens for each request, over the last ten minutes. */
export function perRequest(part: string | null, requests: string | null): string | null {
  if (part === null || requests === null) return null;
  return `sum(rate(${part}[10m])) / sum(rate(${requests}[10m]))`;
}
