import type { Evidence } from '../checks/evidence.ts';
import { changeWords } from '../message/symptom.ts';
import type { Scope } from '../scope/scope.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Ranking } from '../suspects/vocabulary.ts';
import type { Symptom } from '../symptom/symptom.ts';
import { calibrationChart } from './calibration-chart.ts';
import { ChartKind } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { drawnFeatures, driftChart } from './drift-chart.ts';
import { fishboneChart } from './fishbone-chart.ts';
import { latencyChart } from './latency-chart.ts';
import { scopeChart } from './scope-chart.ts';
import { symptomChart } from './symptom-chart.ts';

/** What charts are drawn from: what the log knows of an incident, or what an investigation found. */
export type Charted = {
  readonly incident: string;
  readonly model: string;
  readonly title: string;
  readonly alertedAt: Date | null;
  readonly symptom: Symptom | null;
  readonly scope: Scope | null;
  /** Breakdowns that people asked for, newest last. */
  readonly breakdowns: readonly Scope[];
  readonly evidence: readonly Evidence[];
  readonly ranking: Ranking | null;
};

export type AskedChart = {
  readonly chart: ChartKind;
  /** The feature of a drift chart; null: the one that drifted most. */
  readonly feature: string | null;
};

/** The picture, or why there is none and what to do for it. */
export type ChartChoice =
  | { readonly kind: 'drawing'; readonly drawing: Drawing }
  | { readonly kind: 'missing'; readonly message: string; readonly hint: string };

export function chooseChart(charted: Charted, { chart, feature }: AskedChart): ChartChoice {
  switch (chart) {
    case 'symptom':
      return charted.symptom === null
        ? missing('the symptom has not been measured yet', 'Run: symptom')
        : drawn(
            symptomChart(charted.symptom, charted),
            'the symptom was measured without a series over time',
          );
    case 'scope': {
      const scope = charted.breakdowns.at(-1) ?? charted.scope;
      return scope === null
        ? missing('the scope has not been measured yet', 'Run: scope, or scope <dimension>')
        : drawn(scopeChart(scope), 'no segment was measured', 'Ask for one dimension: scope <dimension>');
    }
    case 'drift':
      return drift(charted, feature);
    case 'latency': {
      const evidence = newest(charted, 'latency-by-stage');
      return drawn(
        evidence === null ? null : latencyChart(evidence),
        'no serving stage has been measured',
        'Run: check latency-by-stage',
      );
    }
    case 'calibration': {
      const evidence = newest(charted, 'calibration');
      return drawn(
        evidence === null ? null : calibrationChart(evidence),
        'there is no calibration with labels on both sides',
        'Run: check calibration',
      );
    }
    case 'fishbone':
      return charted.ranking === null
        ? missing('nothing has been ranked yet', 'Wait for the end of the triage, or run: suspects')
        : drawn(
            fishboneChart({
              incident: charted.incident,
              head: charted.symptom === null ? charted.title : changeWords(charted.symptom),
              ranking: charted.ranking,
            }),
          );
  }
}

/** Every picture there is to draw; of the features only the leading suspect, or the one that drifted most. */
export function everyChart(charted: Charted): readonly Drawing[] {
  return ChartKind.options.flatMap((chart) => {
    const choice = chooseChart(charted, { chart, feature: null });
    return choice.kind === 'drawing' ? [choice.drawing] : [];
  });
}

function drift(charted: Charted, asked: string | null): ChartChoice {
  const evidence = newest(charted, 'feature-drift');
  const features = evidence === null ? [] : drawnFeatures(evidence);
  if (evidence === null || features.length === 0)
    return missing('no distribution of a feature has been measured', 'Run: check feature-drift');
  const culprit = leadingSuspect(charted.ranking)?.culprit?.name ?? null;
  const usual = features.find((one) => one === culprit) ?? features[0] ?? '';
  const feature = asked ?? usual;
  return drawn(
    driftChart(evidence, feature),
    `there is no distribution of '${feature}'`,
    `There are: ${features.slice(0, 20).join(', ')}.`,
  );
}

function newest({ evidence }: Charted, check: string): Evidence | null {
  return (
    evidence.findLast((one) => one.check === check && (one.parameters['segment'] ?? '{}') === '{}') ?? null
  );
}

const drawn = (drawing: Drawing | null, message = '', hint = 'Run the check again.'): ChartChoice =>
  drawing === null ? missing(message, hint) : { kind: 'drawing', drawing };
const missing = (message: string, hint: string): ChartChoice => ({ kind: 'missing', message, hint });
