/** A cron expression of five fields, read: which minutes, hours, days, months and weekdays it names. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Every hour counts: then an hour that a change of the clocks repeats counts twice, and one it leaves out not at all. */
  readonly hourly: boolean;
  /** Both days and weekdays are limited: as in every cron, either is enough. */
  readonly eitherDay: boolean;
};

export type CronReading =
  { readonly kind: 'cron'; readonly cron: Cron } | { readonly kind: 'wrong'; readonly reason: string };

type Field = { readonly name: string; readonly least: number; readonly most: number; readonly words: string };

const FIELDS = [
  { name: 'minute', least: 0, most: 59, words: '' },
  { name: 'hour', least: 0, most: 23, words: '' },
  { name: 'day of the month', least: 1, most: 31, words: '' },
  { name: 'month', least: 1, most: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec' },
  { name: 'weekday', least: 0, most: 7, words: 'sun mon tue wed thu fri sat' },
] as const satisfies readonly Field[];

/** Longest months; February may have 29. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads `minute hour day month weekday`, with lists, ranges, steps and names. Says what is wrong, or that it never fires. */
export function parseCron(text: string): CronReading {
  const words = text.trim().toLowerCase().split(/\s+/);
  if (words.length !== FIELDS.length)
    return wrong(`expected five fields (minute hour day month weekday), found ${words.length}`);
  const lists: (readonly number[])[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const read = readField(words[index] ?? '', field);
    if (typeof read === 'string') return wrong(read);
    lists.push(read);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = lists;
  const eitherDay = !(words[2] ?? '').startsWith('*') && !(words[4] ?? '').startsWith('*');
  const cron: Cron = {
    minutes,
    hours,
    days: new Set(days),
    months: new Set(months),
    weekdays: new Set(weekdays.map((day) => day % 7)),
    hourly: (words[1] ?? '').startsWith('*'),
    eitherDay,
  };
  return everComes(cron)
    ? { kind: 'cron', cron }
    : wrong('it never fires: no month that it names has such a day');
}

function wrong(reason: string): CronReading {
  return { kind: 'wrong', reason };
}

/** A day of the month that none of the months has, and no weekday to come instead. */
function everComes({ days, months, eitherDay }: Cron): boolean {
  return eitherDay || [...months].some((month) => [...days].some((day) => day <= (LONGEST[month - 1] ?? 0)));
}

function readField(text: string, field: Field): readonly number[] | string {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === undefined) return `'${part}' is no ${field.name}`;
    const by = step === undefined ? 1 : Number(step);
    if (by === 0) return `a step of 0 in the ${field.name} never moves on`;
    if (by > field.most)
      return `a step of ${by} goes beyond every ${field.name}; expected at most ${field.most}`;
    const ends = rangeOf(range, step !== undefined, field);
    if (ends === null) return `'${part}' is no ${field.name}; expected ${field.least} to ${field.most}`;
    for (let value = ends.from; value <= ends.to; value += by) found.add(value);
  }
  return [...found].toSorted((a, b) => a - b);
}

function rangeOf(
  text: string,
  stepped: boolean,
  field: Field,
): { readonly from: number; readonly to: number } | null {
  if (text === '*') return { from: field.least, to: field.name === 'weekday' ? 6 : field.most };
  const [first = '', last, ...rest] = text.split('-');
  const from = numberIn(first, field);
  const to = last === undefined ? (stepped ? field.most : from) : numberIn(last, field);
  return rest.length > 0 || from === null || to === null || to < from ? null : { from, to };
}

function numberIn(text: string, { least, most, words }: Field): number | null {
  const named = words.split(' ').indexOf(text);
  const value = text !== '' && named >= 0 ? named + least : /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}
