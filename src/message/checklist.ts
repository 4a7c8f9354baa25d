import type { Checklist } from '../incident/checklists.ts';
import type { IncidentState } from '../incident/state/state.ts';
import { brief } from './words/brief.ts';
import { byWhom } from './words/by-whom.ts';
import type { Button, Document, Text } from './document.ts';

/** One list as it stands: what the log answers with its evidence, what people ticked, and what is still asked. */
export function checklistDocument(state: IncidentState, list: Checklist): Document {
  const lines = list.items.map(
    (item): { readonly text: Text; readonly asked: Button | null; readonly isDone: boolean } => {
      const known = item.answered(state);
      if (known !== null) {
        const evidence = known.evidence === null ? [] : [' ', { code: known.evidence }];
        return {
          text: ['☑ ', item.words, ` — ${brief(known.words, 160)}`, ...evidence],
          asked: null,
          isDone: true,
        };
      }
      const tick = state.ticks.find((one) => one.item === item.id);
      if (tick === undefined)
        return {
          text: ['☐ ', { bold: item.words }],
          asked: { label: `✓ ${item.words}`.slice(0, 70), command: `${state.id} checklist ${item.id} yes` },
          isDone: false,
        };
      const mark = { yes: '☑', no: '☒', 'not-needed': '–' }[tick.answer];
      const words = tick.words === '' ? '' : `: ${tick.words}`;
      return {
        text: [`${mark} ${item.words}${words} — `, byWhom(tick.by)],
        asked: null,
        isDone: tick.answer !== 'no',
      };
    },
  );
  const done = lines.filter((line) => line.isDone).length;
  const asked = lines.flatMap((line) => line.asked ?? []);
  return {
    summary: `${list.title}: ${done} of ${lines.length} done`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: list.title }, ` ${done} of ${lines.length}`] },
      { kind: 'list', items: lines.map((line) => line.text) },
      ...(asked.length === 0 ? [] : [{ kind: 'buttons' as const, buttons: asked }]),
    ],
  };
}
