import type { Finding } from '../checks/evidence.ts';
import type { ExpectedShift } from '../config/schema/monitors-schema.ts';
import type { Window } from '../time/window.ts';

const DAY = 86_400_000;

/** The entry that foresees this finding in this window; null when none does. */
export function expectedBy(
  entries: readonly ExpectedShift[],
  finding: Finding,
  window: Window,
): ExpectedShift | null {
  return (
    entries.find((entry) => {
      const { from, to } = spanOf(entry);
      return from < window.to && to > window.from && concerns(entry, finding);
    }) ?? null
  );
}

/** A day as its end is the whole of that day. */
function spanOf({ from, to }: Pick<ExpectedShift, 'from' | 'to'>): Window {
  return { from: moment(from), to: new Date(moment(to).getTime() + (to.includes('T') ? 0 : DAY)) };
}

/** Of these rows, or of how many of them there are. */
function concerns({ segment }: ExpectedShift, { where, subject }: Finding): boolean {
  return Object.entries(segment).every(
    ([name, value]) => where?.[name] === value || (where === undefined && subject.name === name),
  );
}

function moment(text: string): Date {
  return new Date(text.includes('T') ? text : `${text}T00:00:00Z`);
}
