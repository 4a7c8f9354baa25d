import { sparkline } from '../../monitors/sparkline.ts';
import { brief } from '../words/brief.ts';
import type { Inline, Text } from '../document.ts';

/** A monitor as far as a line can tell of it. */
export type WatchedLine = {
  readonly name: string;
  readonly model: string;
  readonly watches: string;
  readonly next: Date | null;
  readonly last: { readonly outcome: string; readonly firing: boolean; readonly reason: string } | null;
  /** Oldest first. */
  readonly values: readonly (number | null)[];
  readonly mute: { readonly until: Date; readonly reason: string } | null;
};

/** What it watches, how it stands, its last values as bars, why it is not simply steady, when it runs next. */
export function monitorLine(view: WatchedLine): Text {
  const { last, mute, next, values } = view;
  const value = values.findLast((one) => one !== null) ?? null;
  const state: readonly Inline[] =
    mute === null
      ? [last === null ? 'not run yet' : last.firing ? { bold: 'alert out' } : last.outcome]
      : ['muted until ', { time: mute.until, style: 'date-clock' }, ` (${brief(mute.reason, 120)})`];
  return [
    { bold: view.name },
    ` ${view.watches} of ${view.model}: `,
    ...state,
    ...(value === null ? [] : [` · ${sparkline(values)} ${Number(value.toPrecision(3))}`]),
    ...(last === null || last.outcome === 'steady' ? [] : [` · ${brief(last.reason, 120)}`]),
    ...(next === null ? [] : [' · next ', { time: next, style: 'date-clock' } as const]),
  ];
}
