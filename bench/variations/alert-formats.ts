import type { Fired } from './choose-alert.ts';
import type { Metric } from './fault.ts';
import type { Random } from './random.ts';

export type Sender = 'alertmanager' | 'grafana' | 'pagerduty' | 'generic';

const names: Readonly<Record<Metric, string>> = {
  auc: 'ModelAucLow',
  log_loss: 'ModelLogLossHigh',
  mean_score: 'ScoreShift',
  decision_rate: 'DecisionRateShift',
  label_rate: 'LabelRateShift',
  label_count: 'LabelsMissing',
  conversion: 'BusinessKpiLow',
  latency_p95: 'ServingLatencyHigh',
  error_rate: 'ErrorRateHigh',
  fallback_rate: 'FallbackRateHigh',
  null_rate: 'FeatureNullRateHigh',
  psi: 'FeatureDriftHigh',
  freshness: 'FeatureStale',
  volume: 'TrafficUnusual',
};

export type AlertOf = {
  readonly model: string;
  readonly kpi: string;
  readonly fired: Fired;
  readonly random: Random;
};

/** The body of a webhook as one of four monitors would send it. */
export function alertBody(sender: Sender, alert: AlertOf): unknown {
  switch (sender) {
    case 'alertmanager':
      return alertmanager(alert);
    case 'grafana':
      return grafana(alert);
    case 'pagerduty':
      return pagerduty(alert);
    case 'generic':
      return generic(alert);
  }
}

const fixed = (value: number): string => value.toFixed(4);
const stamp = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
const never = '0001-01-01T00:00:00Z';

const metricOf = ({ fired, kpi }: AlertOf): string => (fired.metric === 'conversion' ? kpi : fired.metric);

function summaryOf({ model, kpi, fired }: AlertOf): string {
  const { metric, column = '', value, baseline } = fired;
  const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
  switch (metric) {
    case 'auc':
      return `AUC of ${model} is ${value.toFixed(3)} (7d: ${baseline.toFixed(3)})`;
    case 'log_loss':
      return `Log loss of ${model} is ${value.toFixed(3)} (7d: ${baseline.toFixed(3)})`;
    case 'mean_score':
      return `Mean score of ${model} is ${value.toFixed(3)} (7d: ${baseline.toFixed(3)})`;
    case 'decision_rate':
      return `Decision rate of ${model} is ${percent(value)} (7d: ${percent(baseline)})`;
    case 'label_rate':
      return `Label rate of ${model} is ${percent(value)} (7d: ${percent(baseline)})`;
    case 'label_count':
      return `Labels of ${model}: ${value.toFixed(0)} arrived in the last hour (7d: ${baseline.toFixed(0)})`;
    case 'conversion':
      return `${kpi} behind ${model} is ${percent(value)} (7d: ${percent(baseline)})`;
    case 'latency_p95':
      return `p95 latency of ${model} is ${value.toFixed(0)} ms (7d: ${baseline.toFixed(0)} ms)`;
    case 'error_rate':
      return `Error rate of ${model} is ${percent(value)} (7d: ${percent(baseline)})`;
    case 'fallback_rate':
      return `Fallback rate of ${model} is ${percent(value)} (7d: ${percent(baseline)})`;
    case 'null_rate':
      return `Null rate of ${column} for ${model} is ${percent(value)} (7d: ${percent(baseline)})`;
    case 'psi':
      return `PSI of ${column} for ${model} is ${value.toFixed(2)} (limit 0.15)`;
    case 'freshness':
      return `${column} of ${model} is ${value.toFixed(0)} s old (7d: ${baseline.toFixed(0)} s)`;
    case 'volume':
      return `Traffic of ${model} is ${value.toFixed(0)} per hour (usually ${baseline.toFixed(0)})`;
  }
}

const severityOf = ({ fired }: AlertOf): string =>
  ['auc', 'latency_p95', 'error_rate', 'fallback_rate'].includes(fired.metric) ? 'critical' : 'warning';

function labelsOf(alert: AlertOf): Readonly<Record<string, string>> {
  return {
    alertname: names[alert.fired.metric],
    model: alert.model,
    metric: metricOf(alert),
    severity: severityOf(alert),
    team: 'ml-oncall',
    ...(alert.fired.column === undefined ? {} : { column: alert.fired.column }),
  };
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.whole(0, 15).toString(16)).join('');
}

function alertmanager(alert: AlertOf): unknown {
  const { fired, model, random } = alert;
  const labels = labelsOf(alert);
  const group = { alertname: labels['alertname'], model };
  const annotations = {
    summary: summaryOf(alert),
    value: fixed(fired.value),
    baseline: fixed(fired.baseline),
  };
  return {
    version: '4',
    groupKey: `{}:{alertname="${names[fired.metric]}", model="${model}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'ml-oncall',
    groupLabels: group,
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.example:9093',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations,
        startsAt: stamp(fired.at),
        endsAt: never,
        generatorURL: `http://prometheus.example:9090/graph?g0.expr=${metricOf(alert)}`,
        fingerprint: hex(random, 16),
      },
    ],
  };
}

function grafana(alert: AlertOf): unknown {
  const { fired, model, random } = alert;
  const labels = { ...labelsOf(alert), grafana_folder: 'ML' };
  const name = names[fired.metric];
  return {
    receiver: 'ml-oncall',
    status: 'firing',
    orgId: 1,
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: summaryOf(alert) },
        startsAt: stamp(fired.at),
        endsAt: never,
        generatorURL: 'http://grafana.example/alerting/grafana/view',
        fingerprint: hex(random, 16),
        silenceURL: 'http://grafana.example/alerting/silence/new',
        dashboardURL: '',
        panelURL: '',
        values: { A: Number(fixed(fired.value)) },
        valueString: `[ var='A' labels={model=${model}} value=${fixed(fired.value)} ]`,
      },
    ],
    groupLabels: { alertname: name },
    commonLabels: labelsOf(alert),
    commonAnnotations: { summary: summaryOf(alert) },
    externalURL: 'http://grafana.example/',
    version: '1',
    groupKey: `{}:{alertname="${name}"}`,
    truncatedAlerts: 0,
    title: `[FIRING:1] ${name} ${model}`,
    state: 'alerting',
    message: `**Firing**\n\nValue: A=${fixed(fired.value)}\nLabels:\n - model = ${model}\n - metric = ${metricOf(alert)}\n`,
  };
}

function pagerduty(alert: AlertOf): unknown {
  const { fired, model, random } = alert;
  const id = hex(random, 13).toUpperCase();
  const service = {
    html_url: `https://example.pagerduty.com/services/P${id.slice(0, 6)}`,
    id: `P${id.slice(0, 6)}`,
    self: `https://api.pagerduty.com/services/P${id.slice(0, 6)}`,
    summary: `${model} serving`,
    type: 'service_reference',
  };
  return {
    event: {
      id: hex(random, 26).toUpperCase(),
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: stamp(fired.at),
      agent: service,
      client: { name: 'Monitoring' },
      data: {
        id: `Q${id}`,
        type: 'incident',
        self: `https://api.pagerduty.com/incidents/Q${id}`,
        html_url: `https://example.pagerduty.com/incidents/Q${id}`,
        number: random.whole(10_000, 60_000),
        status: 'triggered',
        incident_key: `${names[fired.metric]}/${model}/${metricOf(alert)}`,
        created_at: stamp(fired.at),
        title: summaryOf(alert),
        service,
        assignees: [],
        escalation_policy: null,
        teams: [],
        priority: null,
        urgency: severityOf(alert) === 'critical' ? 'high' : 'low',
        conference_bridge: null,
        resolve_reason: null,
      },
    },
  };
}

function generic(alert: AlertOf): unknown {
  const { fired, model } = alert;
  return {
    model,
    metric: metricOf(alert),
    value: Number(fixed(fired.value)),
    baseline: Number(fixed(fired.baseline)),
    message: summaryOf(alert),
    started_at: stamp(fired.at),
    severity: severityOf(alert),
    ...(fired.column === undefined ? {} : { column: fired.column }),
  };
}
