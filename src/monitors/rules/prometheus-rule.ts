import { stringify } from 'yaml';
import { quotedPromql } from '../../config/promql-selector.ts';
import { oneLine } from './sql-check.ts';
import type { Limit } from './watch.ts';

export type Alerting = {
  readonly incident: string;
  readonly action: string;
  readonly model: string;
  readonly title: string;
  readonly text: string;
  /** What the rule watches: part of the alert's name. */
  readonly name: string;
  readonly expr: string;
  /** How long it must hold. */
  readonly hold: string;
  readonly severity: string;
};

/** The value of a monitor of Fishbone as its own `/metrics` shows it; of a check, whether it has an alert out. */
export const ofMonitor = (monitor: string, what: 'value' | 'firing'): string =>
  `fishbone_monitor_${what}{monitor=${quotedPromql(monitor)}}`;

export const crossing = (value: string, limit: Limit): string =>
  `${/^[\w:]+(?:\{[^{}]*\})?$/.test(value) ? value : `(${value})`} ${limit.side === 'above' ? '>' : '<'} ${limit.value}`;

/** One alerting rule in a group of its own, as a file for `rule_files` of prometheus.yml. */
export function prometheusRule(alerting: Alerting): string {
  const { incident, action, model, title, text, name, expr, hold, severity } = alerting;
  return stringify(
    {
      groups: [
        {
          name: `fishbone-${incident}-${action}`,
          rules: [
            {
              alert: alertName(`${model} ${name}`),
              expr,
              for: hold,
              // `model` is how Fishbone knows whose alert it is, when it comes back through Alertmanager.
              labels: { severity, model },
              annotations: {
                summary: untemplated(oneLine(`${model}: ${title}`)),
                description: untemplated(oneLine(`${action} of ${incident}: ${text}`)),
              },
            },
          ],
        },
      ],
    },
    { lineWidth: 0 },
  );
}

/** `DepositNullsBalance`: what an alert may be called everywhere. */
function alertName(words: string): string {
  const parts = words.split(/[^a-zA-Z0-9]+/).filter((part) => part !== '');
  const name = parts.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join('');
  return /^[a-zA-Z]/.test(name) ? name : `Fishbone${name}`;
}

/** Annotations are templates; what people wrote is none. */
const untemplated = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');
