import { openStorage } from '../../storage/open.ts';
import { svgOf } from '../charts/draw.ts';
import { chartedOf } from '../charts/charted.ts';
import { everyChart } from '../charts/choose-chart.ts';
import type { Charted } from '../charts/choose-chart.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import type { NoteChart } from '../note/html.ts';
import { noteHtml } from '../note/html.ts';
import { noteJson } from '../note/json.ts';
import { markdownOf } from '../note/markdown.ts';
import { noteDocument } from '../note/outline.ts';
import { evidenceMarkdown } from '../note/rerun.ts';
import { rulesMarkdown } from '../note/rules.ts';
import type { Clock } from '../time/clock.ts';
import { CliError } from './cli-error.ts';
import { ruleFilesOf } from './write-rules.ts';
import type { RuleFile } from './write-rules.ts';

/** The note of an incident in every form; what takes time is made when it is asked for. */
export type ExportedNote = {
  readonly markdown: string;
  readonly json: string;
  readonly charted: Charted;
  /** The rules of its action items, as files. */
  readonly rules: readonly RuleFile[];
  html(): Promise<string>;
};

/** The note of an incident as the log tells it now. Reads only, also while the bot runs. */
export async function noteOf(incident: string, path: string, clock: Clock): Promise<ExportedNote> {
  const storage = await openStorage(path, { clock, exclusive: false });
  try {
    const events = await storage.incidents.read(incident);
    const state = stateOf(events);
    if (state === null) throw unknownIncident(incident, await storage.incidents.list({ limit: 5 }));
    const document = noteDocument(events);
    const charted = chartedOf(state);
    return {
      markdown: `${markdownOf(document)}${rulesMarkdown(state.actions)}${evidenceMarkdown(state.id, state.evidence)}`,
      json: noteJson(events),
      charted,
      rules: ruleFilesOf(state.actions),
      html: async () =>
        noteHtml({
          document,
          evidence: state.evidence,
          actions: state.actions,
          charts: await drawAll(charted),
        }),
    };
  } finally {
    storage.close();
  }
}

async function drawAll(charted: Charted): Promise<readonly NoteChart[]> {
  const charts: NoteChart[] = [];
  for (const drawing of everyChart(charted)) charts.push({ alt: drawing.alt, svg: await svgOf(drawing) });
  return charts;
}

function unknownIncident(incident: string, recent: readonly { readonly id: string }[]): CliError {
  const ids = recent.map(({ id }) => id).join(', ');
  return new CliError({
    code: 'unknown-incident',
    message: `There is no incident ${incident}.`,
    hint: ids === '' ? 'No incident is recorded yet.' : `The newest are ${ids}.`,
  });
}
