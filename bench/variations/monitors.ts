import { z } from 'zod';
import type { Metric, Watch } from './fault.ts';
import { populationStability } from './population-stability.ts';
import type { Scene } from './scene.ts';
import { MaybeFigure, moment, quote, text } from './workbench.ts';

export type Span = { readonly from: Date; readonly to: Date };

/** What a simple monitor reads over a span of time, knowing what was known at its end; null when there is nothing to read. */
export async function readMonitor(scene: Scene, watch: Watch, span: Span): Promise<number | null> {
  if (watch.metric === 'psi') return populationStability(scene, watch.column ?? '', span);
  const { value } = await scene.work.row(question(scene, watch, span), z.object({ value: MaybeFigure }));
  return value;
}

function question(scene: Scene, { metric, column = '' }: Watch, { from, to }: Span): string {
  const within = `ts >= ${moment(from)} AND ts < ${moment(to)}`;
  const known = `${within} AND label_ts < ${moment(to)} AND label IS NOT NULL`;
  const latency = scene.recorded.stages.map((stage) => `coalesce(${quote(stage)}, 0)`).join(' + ');
  switch (metric) {
    case 'auc':
      return `WITH ranked AS (
        SELECT label, rank() OVER (ORDER BY score) + (count(*) OVER (PARTITION BY score) - 1) / 2.0 AS place FROM predictions WHERE ${known})
        SELECT CASE WHEN min(label) < max(label) THEN (sum(place) FILTER (label = 1) - count(*) FILTER (label = 1) * (count(*) FILTER (label = 1) + 1) / 2.0)
          / (count(*) FILTER (label = 1) * count(*) FILTER (label = 0)) END AS value FROM ranked`;
    case 'log_loss':
      return `SELECT -avg(ln(greatest(1e-4, CASE WHEN label = 1 THEN score ELSE 1 - score END))) AS value FROM predictions WHERE ${known}`;
    case 'mean_score':
      return `SELECT avg(score) AS value FROM predictions WHERE ${within}`;
    case 'decision_rate':
      return `SELECT avg(decision) AS value FROM predictions WHERE ${within}`;
    case 'label_rate':
      return `SELECT avg(label) AS value FROM predictions WHERE label_ts >= ${moment(from)} AND label_ts < ${moment(to)} AND label IS NOT NULL`;
    case 'label_count':
      return `SELECT count(label) / ((epoch(${moment(to)}) - epoch(${moment(from)})) / 3600) AS value FROM predictions WHERE label_ts >= ${moment(from)} AND label_ts < ${moment(to)}`;
    case 'conversion':
      return `SELECT sum(conversions) / sum(visits) AS value FROM business WHERE ${within}`;
    case 'latency_p95':
      return `SELECT quantile_cont(${latency}, 0.95) AS value FROM requests WHERE ${within}`;
    case 'error_rate':
      return `SELECT avg((status >= 500)::INTEGER) AS value FROM requests WHERE ${within}`;
    case 'fallback_rate':
      return `SELECT avg(fallback::INTEGER) AS value FROM requests WHERE ${within}`;
    case 'null_rate':
      return `SELECT avg((${quote(column)} IS NULL)::INTEGER) AS value FROM predictions WHERE ${within}`;
    case 'freshness':
      return `SELECT avg(age_p95_s) AS value FROM feature_reads WHERE ${within} AND feature = ${text(column)}`;
    case 'volume':
      return `SELECT count(*) / ((epoch(${moment(to)}) - epoch(${moment(from)})) / 3600) AS value FROM requests WHERE ${within}`;
    case 'psi':
      throw new Error('PSI has a question of its own');
  }
}

/** How far over its limit a monitor is: 1 and more fires. Limits such as teams set by hand. */
export function overLimit(metric: Metric, before: number, after: number): number {
  const ratio = before === 0 ? 10 : after / before;
  const apart = Math.abs(Math.log(Math.max(ratio, 1e-3)));
  switch (metric) {
    case 'auc':
      return (before - after) / 0.025;
    case 'log_loss':
      return (ratio - 1) / 0.12;
    case 'mean_score':
    case 'decision_rate':
      return apart / 0.15;
    case 'label_rate':
      return apart / 0.3;
    case 'label_count':
      return (1 - ratio) / 0.6;
    case 'conversion':
      return (1 - ratio) / 0.08;
    case 'latency_p95':
      return (ratio - 1) / 0.4;
    case 'error_rate':
    case 'fallback_rate':
      return Math.min((after - before) / 0.01, ratio / 2);
    case 'null_rate':
      return Math.min((after - before) / 0.02, ratio / 3);
    case 'psi':
      return after / 0.15;
    case 'freshness':
      return ratio / 1.7;
    case 'volume':
      return apart / 0.45;
  }
}
