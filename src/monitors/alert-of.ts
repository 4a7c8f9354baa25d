import { Alert } from '../alert/alert.ts';
import type { MonitorConfig } from '../config/schema.ts';
import { alertSubject } from './alert-subject.ts';
import type { Judged } from './judge.ts';

export type NamedMonitor = { readonly name: string; readonly monitor: MonitorConfig };

/** The alert of a run that shifted, or, with `resolved`, of the first one that no longer does. */
export function alertOfShift(
  { name, monitor }: NamedMonitor,
  judged: Judged,
  at: { readonly slot: Date; readonly status: Alert['status'] },
): Alert {
  const { finding, value, baseline, reason } = judged;
  const of = monitor.check ?? monitor.metric ?? name;
  const subject = finding?.subject.name;
  return Alert.parse({
    source: 'monitor',
    status: at.status,
    fingerprint: `monitor ${name}`,
    model: monitor.model,
    ...alertSubject(monitor, finding),
    segment: { ...monitor.segment, ...finding?.where },
    severity: monitor.severity,
    title:
      at.status === 'resolved'
        ? `${name}: as before again`
        : `${name}: ${of}${subject === undefined || subject === of ? '' : ` of ${subject}`} shifted`,
    summary: reason,
    value,
    baseline,
    startedAt: at.slot,
    endedAt: at.status === 'resolved' ? at.slot : null,
    links: [],
  } satisfies Alert);
}

/** The alert that a monitor sees nothing: a watch that is silently blind is worse than none. */
export function alertOfBlindness(
  { name, monitor }: NamedMonitor,
  blind: { readonly reason: string; readonly runs: number },
  at: { readonly slot: Date; readonly status: Alert['status'] },
): Alert {
  return Alert.parse({
    source: 'monitor',
    status: at.status,
    fingerprint: `monitor ${name} blind`,
    model: monitor.model,
    signal: 'data-quality',
    metric: null,
    column: null,
    segment: {},
    severity: 'info',
    title:
      at.status === 'resolved'
        ? `${name}: sees again`
        : `${name}: could not say anything in ${blind.runs} runs in a row`,
    summary: blind.reason,
    value: null,
    baseline: null,
    startedAt: at.slot,
    endedAt: at.status === 'resolved' ? at.slot : null,
    links: [],
  } satisfies Alert);
}
