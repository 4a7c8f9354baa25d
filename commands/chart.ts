import { ChartKind } from '../src/charts/drawing.ts';
import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const chart: Command = {
  name: 'chart',
  summary: 'a picture: symptom, scope, drift, latency, calibration or fishbone',
  usage: 'chart [which] [feature]',
  example: 'chart drift balance',
  stage: 'Symptom',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    const [name = 'symptom', ...rest] = words;
    const kind = ChartKind.safeParse(name.toLowerCase());
    if (incident === null) return tell('which incident?', `Write it in front: INC-12 chart ${name}`);
    if (!kind.success)
      return tell(`there is no chart '${name}'`, `There are: ${ChartKind.options.join(', ')}.`);
    if (rest.length > 0 && kind.data !== 'drift')
      return tell(`the chart ${kind.data} takes no more words`, `Write: chart ${kind.data}`);
    const feature = rest.length === 0 ? null : rest.join(' ');
    const command = { type: 'ask-chart' as const, chart: kind.data, feature };
    return replyOf(await responder.record({ incident, person, now, command }));
  },
};
