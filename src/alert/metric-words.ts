import type { MetricName, SignalKind } from './metric.ts';
import { wordsOf } from './words.ts';

/** What a word says: the metric the bot would measure, null when it has none for it, and the kind of signal either way. */
export type MetricReading = {
  readonly metric: MetricName | null;
  readonly signal: SignalKind;
  /** The words that were understood; null when none was. */
  readonly phrase: string | null;
  readonly reason: string;
};

/**
 * Reads the words that people and monitors use for a metric: `ModelAucLow`, `roc_auc`, `latency_p95_ms`, `click-through`,
 * or a whole title. The longest known phrase wins, then the earliest. `kpi` is the name of the model's business KPI, null
 * when it has none: its own name and the general words for such a number both mean `kpi`.
 */
export function readMetric(text: string, kpi: string | null): MetricReading {
  const words = wordsOf(text);
  const said = new Set(words);
  const found = [...ownName(kpi), ...vocabulary]
    .flatMap((entry) =>
      entry.phrases
        .filter((phrase) => phrase.every((word) => said.has(word)))
        .map((phrase) => ({ entry, phrase, at: position(words, phrase) })),
    )
    .filter(({ at }) => at !== null)
    .toSorted((a, b) => b.phrase.length - a.phrase.length || (a.at ?? 0) - (b.at ?? 0))[0];
  if (found === undefined) return unknownMetric(text, words);

  const phrase = found.phrase.join(' ');
  const { metric, signal, note } = found.entry;
  if (metric === 'kpi' && kpi === null) {
    return {
      metric: null,
      signal,
      phrase,
      reason: `"${phrase}" is a business KPI, and the model has none configured`,
    };
  }
  const meaning = metric === null ? `"${phrase}" is a matter of ${signal}` : `"${phrase}" means ${metric}`;
  return { metric, signal, phrase, reason: note === undefined ? meaning : `${meaning}: ${note}` };
}

/** The kind of signal that a metric is. */
export const signalOf: Readonly<Record<MetricName, SignalKind>> = {
  auc: 'model-metric',
  log_loss: 'model-metric',
  brier: 'model-metric',
  accuracy: 'model-metric',
  precision: 'model-metric',
  recall: 'model-metric',
  f1: 'model-metric',
  macro_f1: 'model-metric',
  mae: 'model-metric',
  rmse: 'model-metric',
  mean_score: 'drift',
  decision_rate: 'drift',
  label_rate: 'drift',
  label_volume: 'data-quality',
  psi: 'drift',
  null_rate: 'data-quality',
  freshness: 'data-quality',
  volume: 'service-health',
  latency_p50: 'service-health',
  latency_p95: 'service-health',
  latency_p99: 'service-health',
  error_rate: 'service-health',
  fallback_rate: 'service-health',
  kpi: 'business-kpi',
};

type Entry = {
  readonly metric: MetricName | null;
  readonly signal: SignalKind;
  readonly phrases: readonly (readonly string[])[];
  readonly note?: string;
};

function means(metric: MetricName, phrases: string, note?: string): Entry {
  return {
    metric,
    signal: signalOf[metric],
    phrases: split(phrases),
    ...(note === undefined ? {} : { note }),
  };
}

function belongsTo(signal: SignalKind, phrases: string): Entry {
  return { metric: null, signal, phrases: split(phrases), note: 'the bot has no metric of its own for it' };
}

function split(phrases: string): readonly (readonly string[])[] {
  return phrases.split(',').map((phrase) => phrase.trim().split(' '));
}

function ownName(kpi: string | null): readonly Entry[] {
  const words = kpi === null ? [] : wordsOf(kpi);
  if (words.length === 0) return [];
  return [{ metric: 'kpi', signal: 'business-kpi', phrases: [words], note: "it is the model's own KPI" }];
}

const vocabulary: readonly Entry[] = [
  means('auc', 'auc, roc, roc auc, auroc, auc roc, area under curve'),
  belongsTo(
    'model-metric',
    'pr auc, auc pr, auprc, average precision, mean average precision, ndcg, map k, mrr, gini',
  ),
  means('log_loss', 'log loss, logloss, cross entropy, nll, negative log likelihood'),
  means('brier', 'brier, brier score'),
  belongsTo('model-metric', 'calibration, calibration error, ece, mse, mean squared error, mape, r2'),
  belongsTo(
    'model-metric',
    'false positive rate, fpr, false negative rate, fnr, specificity, true negative rate',
  ),
  means('accuracy', 'accuracy, acc, top 1 accuracy'),
  means('macro_f1', 'macro f1, f1 macro, macro f1 score, f1 score macro'),
  means('precision', 'precision, ppv'),
  means('recall', 'recall, tpr, sensitivity, true positive rate'),
  means('f1', 'f1, f1 score, f score'),
  means('mae', 'mae, mean absolute error'),
  means('rmse', 'rmse, root mean squared error, root mean square error'),
  means(
    'mean_score',
    'mean score, avg score, average score, score mean, score avg, score shift, score drift, mean prediction, prediction mean, average prediction, prediction drift, prediction shift, prediction distribution, output drift, psi score, score psi, prediction psi',
  ),
  means(
    'decision_rate',
    'decision rate, approval rate, acceptance rate, positive rate, flag rate, predicted positive',
  ),
  means(
    'label_rate',
    'label rate, base rate, prevalence, positive labels, label drift, label shift, target drift',
  ),
  means(
    'label_volume',
    'label count, label volume, labels arrived, labels per hour, label arrivals, labels received, missing labels, label delay, labels delayed, late labels, label lag, label coverage, labels late',
  ),
  means(
    'null_rate',
    'null rate, nulls, null, missing, missing rate, missing values, nan, nans, completeness, null ratio',
  ),
  means(
    'psi',
    'psi, population stability, feature drift, data drift, column drift, covariate shift, input drift, drift',
  ),
  means('psi', 'kl divergence, js divergence, jensen shannon, wasserstein', 'the bot measures drift as PSI'),
  means(
    'freshness',
    'freshness, stale, staleness, data age, feature age, lag, delay, data delay, feature lag',
  ),
  belongsTo(
    'data-quality',
    'schema, schema change, out of range, range, invalid, invalid values, cardinality, cache miss, miss rate, duplicates, data quality',
  ),
  means(
    'volume',
    'volume, traffic, qps, rps, throughput, request rate, request count, request volume, requests per second, row count',
  ),
  means('latency_p50', 'p50, latency p50, median latency, p50 response time'),
  means('latency_p95', 'p95, latency p95, p95 response time'),
  means('latency_p99', 'p99, latency p99, p99 response time'),
  means('latency_p95', 'latency, response time, slow', 'no percentile is named, so the 95th is taken'),
  means(
    'error_rate',
    'error rate, errors, error, 5xx, http 500, error ratio, failure rate, failed requests, availability',
  ),
  means('error_rate', 'timeout, timeouts, throttling, throttled, 429', 'such requests count as errors'),
  means('fallback_rate', 'fallback, fallbacks, fallback rate, default score, default scores'),
  belongsTo(
    'service-health',
    'cpu, gpu, memory, oom, restart, restarts, saturation, queue depth, crash looping, pod, host down',
  ),
  means(
    'kpi',
    'kpi, business kpi, conversion, conversions, conversion rate, ctr, click through, clickthrough, click through rate, retention, retention rate',
    "the model's KPI is what the bot measures",
  ),
  belongsTo('business-kpi', 'revenue, churn rate, orders, basket, sales, business'),
];

/** Where all words of the phrase stand close together, in any order: the index of the first, or null. */
function position(words: readonly string[], phrase: readonly string[]): number | null {
  const span = phrase.length === 1 ? 1 : phrase.length + 1;
  const at = words.findIndex(
    (word, index) =>
      phrase.includes(word) && phrase.every((part) => words.slice(index, index + span).includes(part)),
  );
  return at === -1 ? null : at;
}

function unknownMetric(text: string, words: readonly string[]): MetricReading {
  const hint = (among: string) => words.some((word) => among.split(' ').includes(word));
  const said = words.length === 0 ? 'no metric is named' : `"${text}" names no metric the bot knows`;
  const guess = (signal: SignalKind): MetricReading => ({
    metric: null,
    signal,
    phrase: null,
    reason: `${said}; taken as ${signal}`,
  });
  if (hint('feature features column columns field data rows table partition label labels'))
    return guess('data-quality');
  if (hint('distribution skew shift psi kl')) return guess('drift');
  if (hint('service serving server endpoint requests request api health down disk network ms seconds')) {
    return guess('service-health');
  }
  if (hint('clicks users customers visits sessions euro usd')) return guess('business-kpi');
  return guess('model-metric');
}
