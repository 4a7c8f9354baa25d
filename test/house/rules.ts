import { codeOf, isOurs, roomOf } from './house.ts';
import type { House, SourceFile } from './house.ts';

/** What a rule looked at, and what it found. A rule that looked at nothing must fail, so it says how much it saw. */
export type Finding = { readonly seen: number; readonly broken: readonly string[] };
export type Rule = (house: House) => Finding;

/** `config` is pure but for the two files that read: the file itself, and the tables it names; `charts` but for the one that draws. */
const pureRooms = [
  'time',
  'redact',
  'incident',
  'alert',
  'statistics',
  'sql',
  'symptom',
  'scope',
  'checks',
  'monitors',
  'gates',
  'samples',
  'suspects',
  'message',
  'note',
  'charts',
  'config',
];
const readers = ['src/config/load.ts', 'src/config/columns.ts', 'src/charts/draw.ts'];
const adapters = ['intake', 'sources', 'slack', 'actions', 'storage', 'sandbox'];
const purePackages = [
  'zod',
  'yaml',
  'simple-statistics',
  'fastest-levenshtein',
  'chrono-node',
  // By its types alone: the home of the library is the room that draws, and there it is read late.
  'echarts',
  'node:crypto',
  'node:path',
  'node:url',
];

export const isPure = (path: string): boolean =>
  pureRooms.includes(roomOf(path)) && !readers.includes(path) && path.endsWith('.ts');

/** Pure code leans on pure code, not even by a type on anything else. */
export const pureLeansOnPure: Rule = (house) =>
  each(
    house.filter((file) => isPure(file.path)),
    (file) =>
      file.imports
        .filter(({ to }) => (isOurs(to) ? !isPure(to) : !purePackages.includes(to)))
        .map(({ to }) => `${file.path} leans on ${to}`),
  );

/** Time, chance and the world arrive as arguments. The clock's own file is where time comes from. */
export const pureWaitsForNothing: Rule = (house) =>
  each(
    house.filter((file) => isPure(file.path) && file.path !== 'src/time/clock.ts'),
    (file) => [...codeOf(file).matchAll(impure)].map(([call]) => `${file.path} says ${call}`),
  );
const impure =
  /\bawait\b|\basync\b|\bnew Date\(\)|\bDate\.now\b|\bperformance\.now\b|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\.|\bfetch\(|\bconsole\./g;

/** The verbs know pure code and their own ports; of a configuration's reader they know the type of what was read. */
export const verbsCallPureCode: Rule = (house) =>
  each(inRooms(house, ['response']), (file) =>
    file.imports
      .filter(({ to, typeOnly }) => {
        if (roomOf(to) === 'response' || isPure(to)) return false;
        return !(typeOnly && to === 'src/config/load.ts') && !purePackages.includes(to);
      })
      .map(({ to }) => `${file.path} leans on ${to}`),
  );

/** An adapter is exchanged alone: none knows another, nor the doors and the composition above it. */
export const adaptersStandAlone: Rule = (house) =>
  each(inRooms(house, adapters), (file) => {
    const own = roomOf(file.path);
    const above = ['composition', 'cli', 'src/main.ts', ...(own === 'slack' ? [] : ['commands'])];
    return file.imports
      .filter(({ to }) => isOurs(to) && roomOf(to) !== own)
      .filter(({ to }) => [...adapters, ...above].includes(roomOf(to)))
      .map(({ to }) => `${file.path} leans on ${to}`);
  });

/** A command knows the verbs by their types and says what it has to say as a document. */
export const commandsKnowVerbsOnly: Rule = (house) =>
  each(inRooms(house, ['commands']), (file) =>
    file.imports
      .filter(({ to, typeOnly }) => {
        if (roomOf(to) === 'commands' || isPure(to) || purePackages.includes(to)) return false;
        return !(typeOnly && to === 'src/response/responder.ts');
      })
      .map(({ to }) => `${file.path} leans on ${to}`),
  );

/** The sandbox is Slack as it is, whoever talks to it. */
export const sandboxKnowsNothingOfUs: Rule = (house) =>
  each(inRooms(house, ['sandbox']), (file) =>
    file.imports
      .filter(({ to }) => isOurs(to) && roomOf(to) !== 'sandbox')
      .map(({ to }) => `${file.path} leans on ${to}`),
  );

/** Rooms are put together in one place; only the command line opens it, and only when it is asked to. */
export const nobodyLeansOnTheTop: Rule = (house) => {
  const top = (to: string): boolean => to === 'src/main.ts' || roomOf(to) === 'composition';
  const below = house.filter((file) => !top(file.path));
  return {
    seen: below.length * Number(house.some((file) => file.path === 'src/main.ts')),
    broken: below.flatMap((file) =>
      file.imports
        .filter(
          ({ to, dynamic }) => top(to) && !(dynamic && roomOf(file.path) === 'cli' && to === 'src/main.ts'),
        )
        .map(({ to }) => `${file.path} leans on ${to}`),
    ),
  };
};

const homes: readonly (readonly [driver: RegExp, room: string])[] = [
  [/^better-sqlite3$/, 'storage'],
  [/^@duckdb\//, 'sources'],
  [/^@slack\//, 'slack'],
  [/^(?:hono|@hono)(?:\/|$)/, 'intake'],
  [/^ws$/, 'sandbox'],
  [/^(?:commander|pino)$/, 'cli'],
  [/^node-cron$/, 'composition'],
  [/^chrono-node$/, 'time'],
  [/^(?:echarts|@resvg)(?:\/|$)/, 'charts'],
  [/^simple-statistics$/, 'statistics'],
];

/** What is bought from outside is known in one room, so that it can be changed in one room. */
export const driversHaveOneHome: Rule = (house) => {
  const uses = house.flatMap((file) =>
    file.imports.flatMap(({ to }) => {
      const home = homes.find(([driver]) => driver.test(to));
      return home === undefined ? [] : [{ file, to, room: home[1] }];
    }),
  );
  return {
    // Every driver must have been seen at home, or the name in the list is wrong.
    seen: homes.every(([driver]) => uses.some(({ to }) => driver.test(to))) ? uses.length : 0,
    broken: uses
      .filter(({ file, room }) => roomOf(file.path) !== room)
      .map(({ file, to }) => `${file.path} leans on ${to}`),
  };
};

/** A file with such a name has no idea of its own. */
export const namesSayWhat: Rule = (house) =>
  each(house, ({ path }) =>
    path.split('/').some((part) => nameless.test(part) || (part.includes('.') && !kebab.test(part)))
      ? [`${path} has a name that says nothing, or not in kebab-case`]
      : [],
  );
const nameless = /^(?:.*-)?(?:utils?|helpers?|common|misc|managers?|base|shared)(?:\.|$)/i;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?\.[a-z]+$/;

const mostLines = 300;
export const filesAreShort: Rule = (house) =>
  each(
    house.filter((file) => roomOf(file.path) !== 'sandbox'),
    ({ path, text }) => {
      const lines = text.trimEnd().split('\n').length;
      return lines > mostLines ? [`${path} has ${lines} lines; one idea has at most ${mostLines}`] : [];
    },
  );

/**
 * Two rooms may know each other's types, but no file needs itself by way of another room. Within a room files may call
 * each other in turn, as the parts of a grammar do.
 */
export const noRingsThroughRooms: Rule = (house) => {
  const files = new Map(house.map((file) => [file.path, file]));
  const next = (path: string): readonly string[] =>
    (files.get(path)?.imports ?? []).filter(({ to, dynamic }) => isOurs(to) && !dynamic).map(({ to }) => to);
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...next(from)];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      open.push(...next(path));
    }
    return seen;
  };
  const reached = new Map(house.map(({ path }) => [path, reach(path)]));
  const broken = house.flatMap(({ path }) =>
    next(path)
      .filter((to) => roomOf(to) !== roomOf(path) && reached.get(to)?.has(path) === true)
      .map((to) => `${path} needs ${to}, which needs it`),
  );
  return { seen: house.reduce((sum, { path }) => sum + next(path).length, 0), broken };
};

/** Every import leads to a file that is there, so that a rule about imports is about the house as it is. */
export const importsLeadSomewhere: Rule = (house) => {
  const there = new Set(house.map((file) => file.path));
  const ours = house.flatMap((file) =>
    file.imports.filter(({ to }) => isOurs(to)).map(({ to }) => ({ file, to })),
  );
  return {
    seen: ours.length,
    broken: ours.filter(({ to }) => !there.has(to)).map(({ file, to }) => `${file.path} imports ${to}`),
  };
};

function inRooms(house: House, rooms: readonly string[]): House {
  return house.filter((file) => rooms.includes(roomOf(file.path)));
}

function each(files: House, judge: (file: SourceFile) => readonly string[]): Finding {
  return { seen: files.length, broken: files.flatMap(judge) };
}
