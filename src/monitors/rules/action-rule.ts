import { stringify } from 'yaml';
import { z } from 'zod';
import type { Evidence } from '../../checks/evidence.ts';
import type { ModelConfig } from '../../config/schema.ts';
import type { MonitorInput } from '../default-set.ts';
import { gateStep } from './gate-step.ts';
import { limitOf } from './limit.ts';
import { crossing, ofMonitor, prometheusRule } from './prometheus-rule.ts';
import { sqlCheck } from './sql-check.ts';
import type { Limit, Watch, WatchedModel } from './watch.ts';
import { whatToWatch } from './what-to-watch.ts';
import type { Culprit } from './what-to-watch.ts';

/** An action item as the tools write it that would keep it: text to copy, each null where that tool has no rule for it. */
export const ActionRule = z
  .object({
    /** In words, with the limit and where it is from. */
    title: z.string(),
    /** A `monitors:` entry for fishbone.yml. */
    monitor: z.string().nullable(),
    /** A rule file for Prometheus. */
    prometheus: z.string().nullable(),
    /** A query that answers with a row when it is wrong. */
    sql: z.string().nullable(),
    /** Commands for the pipeline that deploys. */
    gate: z.string().nullable(),
  })
  .readonly();
export type ActionRule = z.infer<typeof ActionRule>;

export type RuleInput = {
  readonly incident: string;
  readonly action: string;
  /** What the action item says, and what it is for. */
  readonly text: string;
  readonly kind: 'fix' | 'guardrail' | 'monitor' | 'test' | 'process';
  readonly modelName: string;
  readonly model: ModelConfig;
  readonly culprit: Culprit | null;
  readonly evidence: readonly Evidence[];
};

/** The rule that an action item asks for, as far as the configuration of its model lets it be written; null: none is known. */
export function actionRule(input: RuleInput): ActionRule | null {
  const { text, model, culprit } = input;
  if (!asksForRule(input)) return null;
  const gate = gateStep(text, model.golden !== undefined);
  const found = whatToWatch(text, { model, culprit });
  if (found === null) return gate === null ? null : { ...NOTHING, title: 'a gate before each deploy', gate };
  const { watch, subject } = found;
  const watched = { name: input.modelName, model, subject };
  const limit = limitOf(watch, { text, subject, evidence: input.evidence });
  const monitor = monitorOf(watch, watched, limit);
  const title = `${titleOf(watch, subject, limit)}${limit === null ? '' : ` (${limit.from})`}`;
  const counted = limit === null ? null : watch.sql(watched);
  const rule: ActionRule = {
    title,
    monitor: monitor === null ? null : monitorText(monitor),
    prometheus: prometheusOf(input, { watch, watched, limit, monitor }),
    sql:
      counted === null || limit === null
        ? null
        : sqlCheck(counted, limit, `${input.action} of ${input.incident}: ${title}`),
    gate,
  };
  const isEmpty = rule.monitor === null && rule.prometheus === null && rule.sql === null && gate === null;
  return isEmpty ? null : rule;
}

/** A fix mends and a process is kept by people, whatever they speak about, unless the words ask for something that watches. */
function asksForRule({ kind, text }: RuleInput): boolean {
  switch (kind) {
    case 'guardrail':
    case 'monitor':
    case 'test':
      return true;
    case 'fix':
      return /\b(?:alert|monitor|watch|page|contract|gate)\b/i.test(text);
    case 'process':
      return false;
  }
}

const NOTHING = { monitor: null, prometheus: null, sql: null };

type NamedMonitor = { readonly name: string; readonly monitor: MonitorInput };

function monitorOf(watch: Watch, watched: WatchedModel, limit: Limit | null): NamedMonitor | null {
  const monitor = watch.monitor(watched, limit);
  const name = [watched.name, watch.id, ...(watched.subject === null ? [] : [watched.subject])].join('-');
  return monitor === null ? null : { name, monitor };
}

const monitorText = ({ name, monitor }: NamedMonitor): string =>
  stringify({ monitors: { [name]: monitor } }, { lineWidth: 110 });

function titleOf({ title, unit }: Watch, subject: string | null, limit: Limit | null): string {
  const what = title(subject);
  return limit === null ? what : `${what} ${limit.side} ${valueWords(limit.value, unit)}`;
}

function valueWords(value: number, unit: Watch['unit']): string {
  switch (unit) {
    case 'share':
      return `${Number((value * 100).toPrecision(3))} %`;
    case 'ms':
      return `${value} ms`;
    case 'seconds':
      return `${value} s`;
    case 'an hour':
      return `${value} an hour`;
    case 'points':
      return String(value);
  }
}

/** Over what Prometheus scrapes already where there is such a metric, else over what Fishbone's own monitor measured. */
function prometheusOf(
  input: RuleInput,
  rule: {
    readonly watch: Watch;
    readonly watched: WatchedModel;
    readonly limit: Limit | null;
    readonly monitor: NamedMonitor | null;
  },
): string | null {
  const { watch, watched, limit, monitor } = rule;
  const scraped = watch.promql(watched);
  const own = monitor === null ? null : ownExpression(monitor, limit);
  const expr = scraped !== null && limit !== null ? crossing(scraped, limit) : own;
  if (expr === null) return null;
  return prometheusRule({
    incident: input.incident,
    action: input.action,
    model: input.modelName,
    title: titleOf(watch, watched.subject, limit),
    text: input.text,
    name: [watch.id, watched.subject ?? ''].join(' '),
    expr,
    hold: expr === own ? '0m' : '10m',
    severity: 'warning',
  });
}

function ownExpression({ name, monitor }: NamedMonitor, limit: Limit | null): string {
  const isMetric = monitor.metric !== undefined && monitor.limits !== undefined;
  return isMetric && limit !== null
    ? crossing(ofMonitor(name, 'value'), limit)
    : `${ofMonitor(name, 'firing')} == 1`;
}
