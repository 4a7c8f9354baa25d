import type { VNode } from 'preact';
import { textAt, wordsAt } from '../fields.ts';
import { h } from '../h.ts';
import type { ElementProps } from './element.ts';
import { choose } from './element-place.ts';

const kinds: Readonly<Record<string, 'date' | 'time' | 'datetime-local'>> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** A date, a time, or both, by the browser's own picker. */
export function MomentInput({ element, place }: ElementProps): VNode {
  const type = textAt(element, 'type');
  const isMoment = type === 'datetimepicker';
  const initial = isMoment
    ? localMoment(element['initial_date_time'])
    : textAt(element, 'initial_date') || textAt(element, 'initial_time');
  const entered = typeof place.entered === 'string' ? place.entered : undefined;
  return h('input', {
    type: kinds[type] ?? 'date',
    class: 'input short',
    disabled: !place.isLive,
    value: isMoment && entered !== undefined ? localMoment(Number(entered)) : (entered ?? initial),
    'aria-labelledby': place.labelledBy,
    'aria-label':
      place.labelledBy === undefined ? wordsAt(element, 'placeholder') || 'Pick a time' : undefined,
    'aria-invalid': place.isInvalid === true,
    onChange(event) {
      const { value } = event.currentTarget;
      if (value === '') return;
      choose(place, element, isMoment ? String(Math.floor(new Date(value).getTime() / 1000)) : value);
    },
  });
}

/** Seconds since 1970 as the browser's picker writes a moment, in the reader's time zone. */
function localMoment(seconds: unknown): string {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return '';
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
