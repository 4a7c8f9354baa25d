import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFishbone } from '../../src/cli/program.ts';
import type { NewEvent } from '../../src/incident/facts/events.ts';
import { parseConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/time/clock.ts';
import { NoteJson } from '../../src/note/json.ts';
import { openStorage } from '../../storage/open.ts';
import { configText } from '../config/config-text.ts';
import { fakeRooms } from './fake-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';

const key = 'deposit/model-metric/auc/';

const declared: NewEvent = {
  at: new Date('2026-03-09T14:40:00Z'),
  actor: { kind: 'person', id: 'T1:U1' },
  fact: {
    type: 'declared',
    key,
    model: 'deposit',
    title: 'AUC of deposit is low',
    alert: null,
    severity: 'sev2',
    reason: 'a person opened it',
  },
};

async function incident() {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-export-'));
  const loaded = parseConfig(configText(), join(folder, 'fishbone.yml'));
  const storage = await openStorage(loaded.config.storage.path, { clock: systemClock, exclusive: false });
  const made = await storage.incidents.declare({
    key,
    channel: null,
    events: [declared],
    announcements: [],
  });
  storage.close();
  const run = async (...words: readonly string[]) => {
    const terminal = fakeTerminal();
    const rooms = fakeRooms({ loadConfig: async () => loaded });
    return { exitCode: await runFishbone(['export', ...words], { terminal, rooms }), ...terminal.said() };
  };
  return { id: made.incident, folder, run };
}

/** One more fact of the incident, as the bot would have kept it. */
async function happened(folder: string, fact: NewEvent['fact']): Promise<void> {
  const loaded = parseConfig(configText(), join(folder, 'fishbone.yml'));
  const storage = await openStorage(loaded.config.storage.path, { clock: systemClock, exclusive: false });
  await storage.incidents.append({
    incident: 'INC-1',
    expected: 1,
    events: [{ at: declared.at, actor: declared.actor, fact }],
    announcements: [],
    step: null,
  });
  storage.close();
}

test('the note of an incident is Markdown on stdout', async () => {
  const { id, run } = await incident();
  const { exitCode, out } = await run(id.toLowerCase());
  expect(exitCode).toBe(0);
  expect(out).toMatch(new RegExp(`^# ${id}: AUC of deposit is low`));
});

test('as JSON it keeps its schema, by either name', async () => {
  const { id, run } = await incident();
  const { out } = await run(id, '--json');
  expect(NoteJson.parse(JSON.parse(out))).toMatchObject({ incident: id, status: 'open', symptom: null });
  expect((await run(id, '--format', 'json')).out).toBe(out);
});

test('as a page it stands alone, and the name of the file is enough to ask for it', async () => {
  const { id, folder, run } = await incident();
  const { out } = await run(id, '--format', 'html');
  expect(out).toMatch(/^<!doctype html>/);
  expect(out).not.toMatch(/<script|src="http|@import|url\(/);
  const file = join(folder, 'note.html');
  expect(await run(id, '--out', file)).toMatchObject({ exitCode: 0, out: '' });
  expect(await readFile(file, 'utf8')).toBe(out);
});

test('a format that is none is told with those there are', async () => {
  const { id, run } = await incident();
  const { exitCode, err } = await run(id, '--format', 'docx');
  expect(exitCode).not.toBe(0);
  expect(err).toContain('md, html, json');
});

test('into a file it is written once and never over another', async () => {
  const { id, folder, run } = await incident();
  const output = join(folder, 'note.md');
  expect(await run(id, '-o', output)).toMatchObject({ exitCode: 0, out: '' });
  expect(await readFile(output, 'utf8')).toContain('AUC of deposit is low');
  expect((await run(id, '-o', output)).exitCode).toBe(1);
});

test('the rules of its action items are files of their own, and none is said when there are none', async () => {
  const { id, folder, run } = await incident();
  const rules = join(folder, 'rules');
  expect((await run(id, '--rules', rules)).err).toContain('no action item has a rule');
  const rule = {
    title: 'nulls',
    monitor: 'monitors: {}\n',
    prometheus: 'groups: []\n',
    sql: null,
    gate: null,
  };
  await happened(folder, {
    type: 'action-added',
    action: 'A1',
    text: 'alert on nulls',
    kind: 'monitor',
    owner: null,
    due: null,
    rule,
  });
  const { err, out } = await run(id, '--rules', rules);
  expect(err).toBe(`${rules}: a1-monitor.yml, a1-prometheus.yml\n`);
  expect(await readFile(join(rules, 'a1-prometheus.yml'), 'utf8')).toBe('groups: []\n');
  expect(out).toContain('## Rules to put in place');
});

test('an incident that is not there names the newest', async () => {
  const { id, run } = await incident();
  expect(await run('INC-99')).toMatchObject({
    exitCode: 1,
    err: `There is no incident INC-99.\nThe newest are ${id}.\n`,
  });
});
