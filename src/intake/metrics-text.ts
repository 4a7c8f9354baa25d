import { counterHelp, type Series } from './counters.ts';
import type { Health, HealthAnswer } from './health.ts';

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Family = {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
};

/**
 * Everything a Prometheus server may want to know, in its text format 0.0.4.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function metricsText(
  series: readonly Series[],
  answer: HealthAnswer,
  build: { readonly version: string; readonly startedAt: Date },
): string {
  return [...counters(series), ...gauges(answer), ...about(build)].map(familyText).join('');
}

function counters(series: readonly Series[]): readonly Family[] {
  return Object.entries(counterHelp).map(([name, help]) => ({
    name,
    type: 'counter',
    help,
    samples: series.filter((one) => one.name === name),
  }));
}

function gauges(answer: HealthAnswer): readonly Family[] {
  if (answer.kind === 'unknown') {
    return [gauge('fishbone_database_up', 'Whether the database answers.', 0)];
  }
  const { health } = answer;
  return [
    gauge('fishbone_database_up', 'Whether the database answers.', health.database.ok ? 1 : 0),
    gauge(
      'fishbone_slack_connected',
      'Whether the connection to Slack stands.',
      health.slack === 'connected' ? 1 : 0,
    ),
    {
      name: 'fishbone_source_up',
      type: 'gauge',
      help: 'Whether a data source answers.',
      samples: health.sources.map(({ source, ok }) => ({ labels: { source }, value: ok ? 1 : 0 })),
    },
    gauge('fishbone_inbox_waiting', 'Deliveries that wait to be handled.', health.inbox.waiting),
    gauge('fishbone_inbox_failed', 'Deliveries kept for inspection.', health.inbox.failed),
    gauge('fishbone_outbox_waiting', 'Messages that wait to be sent to Slack.', health.outbox.waiting),
    gauge('fishbone_outbox_dropped', 'Messages that could never be sent.', health.outbox.dropped),
    ...monitors(health.monitors),
  ];
}

/** What was measured by itself, so that rules of Prometheus can be written over it. What never ran has no sample. */
function monitors(all: Health['monitors']): readonly Family[] {
  const family = (name: string, help: string, of: (one: Health['monitors'][number]) => number | null) => ({
    name: `fishbone_monitor_${name}`,
    type: 'gauge' as const,
    help,
    samples: all.flatMap((one) => {
      const value = of(one);
      return value === null ? [] : [{ labels: { monitor: one.monitor, model: one.model }, value }];
    }),
  });
  return [
    family('value', 'What a monitor measured last, in the unit of its check or metric.', (one) => one.value),
    family('firing', 'Whether a monitor has an alert out.', (one) =>
      one.ranAt === null ? null : one.firing ? 1 : 0,
    ),
    family(
      'last_run_timestamp_seconds',
      'The slot of the last run of a monitor, in seconds since 1970.',
      (one) => (one.ranAt === null ? null : one.ranAt.getTime() / 1000),
    ),
  ];
}

function about({
  version,
  startedAt,
}: {
  readonly version: string;
  readonly startedAt: Date;
}): readonly Family[] {
  return [
    {
      name: 'fishbone_build_info',
      type: 'gauge',
      help: 'The version that runs; always 1.',
      samples: [{ labels: { version, node: process.versions.node }, value: 1 }],
    },
    gauge(
      'fishbone_start_time_seconds',
      'When the process started, in seconds since 1970.',
      startedAt.getTime() / 1000,
    ),
  ];
}

function gauge(name: string, help: string, value: number): Family {
  return { name, type: 'gauge', help, samples: [{ labels: {}, value }] };
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelsText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
