import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../commands/list.ts';
import { alertFormats } from '../src/alert/formats.ts';
import { CHECKS } from '../src/checks/list.ts';
import { subcommands } from '../src/cli/subcommands.ts';
import { HYPOTHESES } from '../src/suspects/list.ts';
import { houseOf, isOurs, readHouse, roomOf } from './house/house.ts';
import {
  adaptersStandAlone,
  commandsKnowVerbsOnly,
  driversHaveOneHome,
  filesAreShort,
  importsLeadSomewhere,
  isPure,
  namesSayWhat,
  nobodyLeansOnTheTop,
  noRingsThroughRooms,
  pureLeansOnPure,
  pureWaitsForNothing,
  sandboxKnowsNothingOfUs,
  verbsCallPureCode,
} from './house/rules.ts';
import type { Rule } from './house/rules.ts';

const house = readHouse();

type Case = {
  readonly title: string;
  readonly rule: Rule;
  /** How much of the tree the rule must have seen. */
  readonly atLeast: number;
  /** Files made up to break it, each in its own way. */
  readonly planted: readonly Readonly<Record<string, string>>[];
  /** A file that looks like a breach and is none. */
  readonly innocent: Readonly<Record<string, string>>;
};

const cases: readonly Case[] = [
  {
    title: 'pure rooms lean on pure rooms only',
    rule: pureLeansOnPure,
    atLeast: 250,
    planted: [
      { 'src/incident/decide/decide.ts': "import { openStorage } from '../../../storage/open.ts';" },
      { 'src/alert/known.ts': "import type { Warehouse } from '../response/ports.ts';" },
      { 'src/statistics/mean/mean.ts': "import { readFile } from 'node:fs/promises';" },
      { 'src/message/root.ts': "import type { KnownBlock } from '@slack/types';" },
      { 'src/checks/parity.ts': "import {\n  connect,\n} from '../sources/duckdb.ts';" },
      { 'src/note/outline.ts': "export { startBot } from '../composition/bot.ts';" },
      { 'src/config/schema.ts': "import { loadConfig } from './load.ts';" },
      { 'src/sql/render.ts': "const late = await import('@duckdb/node-api');" },
      { 'src/time/window.ts': "import { setTimeout } from 'node:timers/promises';" },
    ],
    innocent: {
      'src/checks/parity.ts':
        "// import { x } from '../sources/duckdb.ts';\nimport { z } from 'zod';\nimport { mean } from '../statistics/mean/mean.ts';",
    },
  },
  {
    title: 'pure code waits for nothing, and time and chance arrive as arguments',
    rule: pureWaitsForNothing,
    atLeast: 250,
    planted: [
      { 'src/incident/evolve/evolve.ts': 'export const evolve = () => ({ at: new Date() });' },
      { 'src/checks/parity.ts': 'export async function verdict() {}' },
      { 'src/scope/measure.ts': 'const seed = Math.random();' },
      { 'src/suspects/rank.ts': 'const started = performance.now();' },
      { 'src/config/found.ts': "const debug = process.env['DEBUG'];" },
    ],
    innocent: {
      'src/checks/parity.ts':
        "/** await the process. */\nconst words = 'await new Date()'; const at = new Date(0); // Date.now()",
      'src/time/clock.ts': 'export const systemClock = { now: () => new Date() };',
    },
  },
  {
    title: 'verbs call pure code, through ports of their own',
    rule: verbsCallPureCode,
    atLeast: 20,
    planted: [
      { 'src/response/triage/triage.ts': "import { openWarehouses } from '../../sources/warehouses.ts';" },
      { 'src/response/triage/triage.ts': "import type { Render } from '../../slack/send/send-item.ts';" },
      { 'src/response/store/store.ts': "import type { Storage } from '../../../storage/open.ts';" },
      { 'src/response/record/record.ts': "import { loadConfig } from '../../config/load.ts';" },
      { 'src/response/record/record.ts': "import { setTimeout } from 'node:timers/promises';" },
      { 'src/response/record/record.ts': "import { COMMANDS } from '../../../commands/list.ts';" },
    ],
    innocent: { 'src/response/services.ts': "import type { LoadedConfig } from '../config/load.ts';" },
  },
  {
    title: 'an adapter can be exchanged alone',
    rule: adaptersStandAlone,
    atLeast: 150,
    planted: [
      { 'src/slack/send/sender.ts': "import { createOutbox } from '../../../storage/outbox.ts';" },
      { 'src/intake/app.ts': "import type { SlackSide } from '../slack/slack-ports.ts';" },
      { 'src/sources/duckdb.ts': "import { startIntake } from '../intake/start-intake.ts';" },
      { 'storage/open.ts': "import { startBot } from '../src/composition/bot.ts';" },
      { 'src/intake/worker.ts': "import { COMMANDS } from '../../commands/list.ts';" },
    ],
    innocent: { 'src/slack/doors/dispatch.ts': "import { parseLine } from '../../../commands/parse.ts';" },
  },
  {
    title: 'a command knows the verbs by their types',
    rule: commandsKnowVerbsOnly,
    atLeast: 15,
    planted: [
      { 'commands/check.ts': "import { runCheck } from '../src/response/checks/run-check.ts';" },
      { 'commands/check.ts': "import type { Services } from '../src/response/services.ts';" },
      { 'commands/open.ts': "import { renderBlocks } from '../src/slack/render/render-blocks.ts';" },
      { 'commands/open.ts': "import { readFileSync } from 'node:fs';" },
    ],
    innocent: { 'commands/check.ts': "import type { Responder } from '../src/response/responder.ts';" },
  },
  {
    title: 'the sandbox knows nothing of the bot',
    rule: sandboxKnowsNothingOfUs,
    atLeast: 60,
    planted: [
      { 'sandbox/server.ts': "import type { Document } from '../src/message/document.ts';" },
      { 'sandbox/api/chat.ts': "import { COMMANDS } from '../../commands/list.ts';" },
    ],
    innocent: { 'sandbox/server.ts': "import { z } from 'zod';\nimport { route } from './http/routes.ts';" },
  },
  {
    title: 'nothing leans on the top, but the command line when it is asked to start',
    rule: nobodyLeansOnTheTop,
    atLeast: 400,
    planted: [
      { 'src/main.ts': '', 'src/slack/app.ts': "import { start } from '../main.ts';" },
      { 'src/main.ts': '', 'src/cli/rooms.ts': "import { start } from '../main.ts';" },
      { 'src/main.ts': '', 'src/response/triage/triage.ts': "await import('../../main.ts');" },
      { 'src/main.ts': '', 'src/cli/rooms.ts': "import type { Bot } from '../composition/bot.ts';" },
    ],
    innocent: {
      'src/main.ts': "import { startBot } from './composition/bot.ts';",
      'src/cli/open-rooms.ts': "const { start } = await import('../main.ts');",
    },
  },
  {
    title: 'what is bought from outside is known in one room',
    rule: driversHaveOneHome,
    atLeast: 40,
    planted: [
      { 'src/response/store/store.ts': "import type { Database } from 'better-sqlite3';" },
      { 'src/cli/open-rooms.ts': "const { DuckDBInstance } = await import('@duckdb/node-api');" },
      { 'src/intake/app.ts': "import { WebClient } from '@slack/web-api';" },
      { 'src/slack/app.ts': "import { Hono } from 'hono/tiny';" },
      { 'commands/open.ts': "import * as chrono from 'chrono-node';" },
    ],
    innocent: { 'storage/connection.ts': "import type { Database } from 'better-sqlite3';" },
  },
  {
    title: 'a file is called after its idea, in kebab-case',
    rule: namesSayWhat,
    atLeast: 400,
    planted: [
      { 'src/slack/utils.ts': '' },
      { 'src/slack/text-helpers.ts': '' },
      { 'storage/shared/rows.ts': '' },
      { 'src/response/incident-manager.ts': '' },
      { 'src/response/runCheck.ts': '' },
    ],
    innocent: { 'src/checks/common-values.ts': '', 'src/cli/node-version.d.mts': '' },
  },
  {
    title: 'a file has room for one idea',
    rule: filesAreShort,
    atLeast: 400,
    planted: [{ 'src/checks/parity.ts': 'const x = 1;\n'.repeat(301) }],
    innocent: { 'src/checks/parity.ts': 'const x = 1;\n'.repeat(300) },
  },
  {
    title: 'no file needs itself by way of another room',
    rule: noRingsThroughRooms,
    atLeast: 1500,
    planted: [
      {
        'src/message/lines/event-line.ts': "import { note } from '../../note/outline.ts';",
        'src/note/outline.ts': "import type { Why } from './whys.ts';",
        'src/note/whys.ts': "import { line } from '../message/lines/event-line.ts';",
      },
    ],
    innocent: {
      'src/sql/relation.ts': "import { render } from './render.ts';",
      'src/sql/render.ts': "import { relation } from './relation.ts';",
    },
  },
  {
    title: 'every import leads to a file that is there',
    rule: importsLeadSomewhere,
    atLeast: 1500,
    planted: [{ 'src/checks/list.ts': "import { gone } from './gone.ts';" }],
    innocent: { 'src/checks/list.ts': "import { z } from 'zod';" },
  },
];

describe.each(cases)('$title', ({ rule, atLeast, planted, innocent }) => {
  test('in this tree', () => {
    const { seen, broken } = rule(house);
    expect(broken).toEqual([]);
    expect(seen).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(planted)('and a breach is caught: %j', (files) => {
    expect(rule(houseOf(files)).broken).not.toEqual([]);
  });

  test('and what only looks like one is let be', () => {
    expect(rule(houseOf(innocent)).broken).toEqual([]);
  });
});

describe('the rules see the tree', () => {
  test('every room is pure, a room of verbs, an adapter, a door or the composition', () => {
    const rooms = new Set(house.map((file) => roomOf(file.path)));
    const named = ['response', 'intake', 'sources', 'slack', 'actions', 'cli', 'composition'];
    const other = ['storage', 'sandbox', 'commands', 'src/main.ts', 'src/version.ts', ...named];
    const without = [...rooms].filter(
      (room) =>
        !other.includes(room) && !house.some((file) => roomOf(file.path) === room && isPure(file.path)),
    );
    expect(without).toEqual([]);
    expect(rooms.size).toBeGreaterThan(20);
  });

  test('the ways of importing are all read', () => {
    const [file] = houseOf({
      'src/a/b.ts': [
        "import 'node:fs';",
        "import { one } from './one.ts';",
        "import type { two } from '../two.ts';",
        "import {\n  three,\n  four,\n} from '../../storage/three.ts';",
        "import * as five from 'five';",
        "export { six } from './six.ts';",
        "const seven = await import('./seven.ts');",
        "// import { eight } from './eight.ts';",
      ].join('\n'),
    });
    expect(file?.imports.map(({ to, typeOnly, dynamic }) => [to, typeOnly, dynamic])).toEqual([
      ['node:fs', false, false],
      ['src/a/one.ts', false, false],
      ['src/two.ts', true, false],
      ['storage/three.ts', false, false],
      ['five', false, false],
      ['src/a/six.ts', false, false],
      ['src/a/seven.ts', false, true],
    ]);
  });

  test('CONTRIBUTING.md names every room of src, and no other', () => {
    const drawn = /^src\/\n((?: {2}.*\n)+)/m.exec(readFileSync('CONTRIBUTING.md', 'utf8'))?.[1] ?? '';
    const named = [...drawn.matchAll(/^ {2}([a-z]+)\//gm)].map(([, room = '']) => room);
    const there = new Set(
      house.filter((file) => /^src\/[^/]+\//.test(file.path)).map((file) => roomOf(file.path)),
    );
    expect(named.toSorted()).toEqual([...there].sort());
    expect(there.size).toBeGreaterThan(15);
  });
});

describe('a list equals its folder', () => {
  const exporting = (folder: string, type: string): readonly string[] =>
    house
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .filter(({ text }) => new RegExp(`^export const \\w+: ${type} =`, 'm').test(text))
      .map(({ path }) => path.slice(path.lastIndexOf('/') + 1, -'.ts'.length));

  test.each([
    ['commands', 'Command', COMMANDS.map((one) => one.name), 13],
    ['src/checks', 'Check', CHECKS.map((one) => one.about.id), 20],
    ['src/suspects/hypotheses', 'Hypothesis', HYPOTHESES.map((one) => one.id.replace('.', '-')), 20],
    ['src/alert/formats', 'AlertFormat', alertFormats.map((one) => one.name), 5],
  ] as const)('%s', (folder, type, listed, atLeast) => {
    const files = exporting(folder, type);
    expect([...listed].sort()).toEqual([...files].sort());
    expect(files.length).toBeGreaterThanOrEqual(atLeast);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('src/cli/subcommands', () => {
    const files = exporting('src/cli/subcommands', 'Subcommand');
    const list = house.find((file) => file.path === 'src/cli/subcommands.ts');
    const imported = (list?.imports ?? [])
      .filter(({ to }) => isOurs(to) && to.includes('/subcommands/'))
      .map(({ to }) => to.slice(to.lastIndexOf('/') + 1, -'.ts'.length));
    expect(imported.toSorted()).toEqual(files.toSorted());
    expect(subcommands).toHaveLength(files.length);
  });
});
