import type { IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import { chartedOf } from './charted.ts';
import { chooseChart } from './choose-chart.ts';
import type { AskedChart } from './choose-chart.ts';
import type { Drawing } from './drawing.ts';

/**
 * The picture beside the line about one event, drawn from the log up to that event: the same log gives the same picture. Null
 * when the event has none, or what it needs was never measured.
 */
export function pictureOf(events: readonly IncidentEvent[], seq: number): Drawing | null {
  const until = events.filter((event) => event.seq <= seq);
  const state = stateOf(until);
  const asked = chartAskedBy(until.at(-1));
  if (state === null || asked === null) return null;
  const choice = chooseChart(chartedOf(state), asked);
  return choice.kind === 'drawing' ? choice.drawing : null;
}

function chartAskedBy(event: IncidentEvent | undefined): AskedChart | null {
  const fact = event?.fact;
  if (fact?.type === 'chart-asked') return { chart: fact.chart, feature: fact.feature };
  if (fact?.type === 'symptom-measured') return { chart: 'symptom', feature: null };
  if (fact?.type === 'asked' && fact.view === 'fishbone') return { chart: 'fishbone', feature: null };
  return null;
}
