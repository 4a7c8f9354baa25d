import { labelName, type MeteredLabel } from '../../checks/serving/metered.ts';
import { infraQueries, infraText, type Infra, type InfraQuery } from '../../config/schema/infra-schema.ts';
import { didYouMean } from '../../config/nearest.ts';
import type { PrometheusSource } from '../../config/schema/prometheus-schema.ts';
import { metricNames } from '../../config/promql-selector.ts';
import type { QueryFinding } from '../../response/ports.ts';
import { connect, type Connection } from './connection.ts';
import { NamesReply, VectorReply } from './replies.ts';

/** Asks each configured query once, at `at`: does it parse, does it answer, and do its series have the labels that are named? */
export async function examineQueries(
  config: PrometheusSource,
  infra: Infra,
  at: Date,
): Promise<readonly QueryFinding[]> {
  const connection = connect(infra.source, config);
  const findings: QueryFinding[] = [];
  for (const query of infraQueries) {
    const text = infraText(infra, query);
    if (text !== null) findings.push({ query, ...(await examine({ connection, infra, at }, query, text)) });
  }
  return findings;
}

type Look = { readonly connection: Connection; readonly infra: Infra; readonly at: Date };
type Found =
  | { readonly level: 'ok'; readonly words: string }
  | { readonly level: 'warning' | 'problem'; readonly words: string; readonly hint: string };

async function examine(look: Look, query: InfraQuery, text: string): Promise<Found> {
  const counted = await instant(look, `count(${text})`);
  if (counted.kind === 'failed') return { level: 'problem', words: counted.message, hint: counted.hint };
  const [count] = counted.data.data.result;
  if (count?.value === undefined) return noSeries(look, text);
  const series = `${count.value[1]} series`;
  const one = await instant(look, `topk(1, ${text})`);
  const labels = one.kind === 'failed' ? [] : Object.keys(one.data.data.result[0]?.metric ?? {});
  const missing = labelsOf(look.infra, query).find((label) => !labels.includes(label));
  if (missing === undefined || labels.length === 0) return { level: 'ok', words: series };
  return {
    level: 'problem',
    words: `${series}, without the label '${missing}'${didYouMean(missing, labels)}`,
    hint: 'Correct the query, or the label under `infra.labels`.',
  };
}

/** Why nothing came: most likely a name is mistyped. */
async function noSeries({ connection, at }: Look, text: string): Promise<Found> {
  const reply = await connection.ask({
    path: 'label/__name__/values',
    parameters: {},
    schema: NamesReply,
    signal: new AbortController().signal,
  });
  const known = reply.kind === 'failed' ? [] : reply.data.data;
  const unknown = known.length === 0 ? undefined : metricNames(text).find((name) => !known.includes(name));
  if (unknown === undefined)
    return {
      level: 'warning',
      words: `no series at ${at.toISOString()}`,
      hint: 'Correct the label values of the selector; nothing that it selects was exported then.',
    };
  return {
    level: 'problem',
    words: `there is no metric '${unknown}'${didYouMean(unknown, known)}`,
    hint: 'Name the metric as the server spells it.',
  };
}

function instant({ connection, at }: Look, query: string) {
  return connection.ask({
    path: 'query',
    parameters: { query, time: String(at.getTime() / 1000) },
    schema: VectorReply,
    signal: new AbortController().signal,
  });
}

/** The labels that the checks group this query by, as far as they are configured. Hosts and errors are told where they can be. */
function labelsOf(infra: Infra, query: InfraQuery): readonly string[] {
  return needed(infra, query).flatMap((label) => labelName(infra, label) ?? []);
}

function needed(infra: Infra, query: InfraQuery): readonly MeteredLabel[] {
  switch (query) {
    case 'requests':
      return infra.errors === undefined ? ['status'] : [];
    case 'errors':
    case 'fallbacks':
      return [];
    case 'latency':
      return ['stage', infra.latency !== undefined && 'buckets' in infra.latency ? 'le' : 'quantile'];
    case 'restarts':
    case 'cpu':
    case 'memory':
    case 'gpu':
    case 'queue':
      return ['host'];
  }
}
