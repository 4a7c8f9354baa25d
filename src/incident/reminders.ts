import type { UpdatesConfig } from '../config/schema/actions-schema.ts';
import { durationSeconds } from '../config/durations.ts';
import type { IncidentState } from './state/state.ts';

/** A reminder that is due, with its words; null when it is not. */
export type Reminder = { readonly about: 'update' | 'actions'; readonly words: string };

const DAY_MS = 86_400_000;

/** Silent for longer than its severity allows: somebody should say how it stands. */
export function updateDue(state: IncidentState, rules: UpdatesConfig, now: Date): Reminder | null {
  if (state.status === 'resolved' || isSnoozed(state, now)) return null;
  if (state.severity !== 'sev1' && isQuiet(rules, now)) return null;
  const last = Math.max(
    state.declaredAt.getTime(),
    state.updates.at(-1)?.at.getTime() ?? 0,
    state.remindedAt.update?.getTime() ?? 0,
    state.snoozedUntil?.getTime() ?? 0,
  );
  const seconds = durationSeconds(rules.remind[state.severity]) ?? 0;
  if (now.getTime() - last < seconds * 1000) return null;
  const silent = state.updates.at(-1)?.at ?? state.declaredAt;
  return {
    about: 'update',
    words: `${state.id} (${state.severity.toUpperCase()}) has had no update for ${spanWords(now.getTime() - silent.getTime())}. How does it stand, what is being done, what is needed?`,
  };
}

/** Action items whose day has come, once a day until they are done. */
export function actionsDue(state: IncidentState, rules: UpdatesConfig, now: Date): Reminder | null {
  if (isSnoozed(state, now) || isQuiet(rules, now)) return null;
  const today = now.toISOString().slice(0, 10);
  const due = state.actions.filter((one) => one.done === null && one.due !== null && one.due <= today);
  if (due.length === 0) return null;
  const last = state.remindedAt.actions;
  if (last !== null && now.getTime() - last.getTime() < DAY_MS) return null;
  const items = due.map((one) => `${one.id} ${one.text} (due ${one.due ?? ''})`);
  return { about: 'actions', words: `Not done yet: ${items.join('; ')}` };
}

const isSnoozed = (state: IncidentState, now: Date): boolean =>
  state.snoozedUntil !== null && state.snoozedUntil > now;

/** Quiet hours may span midnight. */
export function isQuiet({ quiet_hours: quiet }: UpdatesConfig, now: Date): boolean {
  if (quiet === undefined) return false;
  const clock = now.toISOString().slice(11, 16);
  return quiet.from <= quiet.to
    ? clock >= quiet.from && clock < quiet.to
    : clock >= quiet.from || clock < quiet.to;
}

function spanWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
