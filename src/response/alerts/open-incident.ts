import { redact } from '../../redact/redact.ts';
import type { Alert } from '../../alert/alert.ts';
import { MetricName } from '../../alert/metric.ts';
import { readMetric } from '../../alert/metric-words.ts';
import { didYouMean } from '../../config/nearest.ts';
import { receiveAlert } from './receive-alert.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

export type OpenInput = {
  readonly model: string;
  readonly metric: string | null;
  readonly title: string;
  readonly startedAt: Date | null;
  readonly person: string;
  readonly now: Date;
};

/** A person saw it before a monitor did: the same road as an alert. */
export async function open(services: Services, input: OpenInput): Promise<Outcome> {
  const names = Object.keys(services.config.config.models);
  if (!names.includes(input.model)) {
    return {
      kind: 'refused',
      message: `there is no model '${input.model}'${didYouMean(input.model, names)}`,
      hint: `Models: ${names.join(', ')}.`,
    };
  }
  if (input.startedAt !== null && input.startedAt > input.now) {
    return {
      kind: 'refused',
      message: `${input.startedAt.toISOString()} has not happened yet`,
      hint: 'Give a time in the past, such as 14:05 or 2h ago. Nothing was opened.',
    };
  }
  const title = redact(input.title);
  const kpi = services.config.config.models[input.model]?.business?.kpi.name ?? null;
  if (input.metric !== null && readMetric(input.metric, kpi).phrase === null) {
    const metrics = [...MetricName.options, ...(kpi === null ? [] : [kpi])];
    return {
      kind: 'refused',
      message: `there is no metric '${input.metric}'${didYouMean(input.metric, metrics)}`,
      hint: `Metrics: ${metrics.join(', ')}. Nothing was opened; without metric= the words are read.`,
    };
  }
  const reading = readMetric(`${input.metric ?? ''} ${input.title}`, kpi);
  const alert: Alert = {
    source: 'person',
    status: 'firing',
    fingerprint: `${input.person} ${input.now.toISOString()}`,
    model: input.model,
    signal: reading.signal,
    metric: reading.metric ?? input.metric,
    column: null,
    segment: {},
    severity: 'warning',
    title: title === '' ? `${input.metric ?? 'something'} of ${input.model} looks wrong` : title,
    summary: '',
    value: null,
    baseline: null,
    startedAt: input.startedAt ?? input.now,
    endedAt: null,
    links: [],
  };
  const received = await receiveAlert(services, alert, input.now);
  if (received.incident === null)
    return { kind: 'refused', message: received.reason, hint: 'Nothing was opened.' };
  return { kind: 'done', incident: received.incident };
}
