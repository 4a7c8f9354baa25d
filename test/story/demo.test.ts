import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';

/** What a person sees who tries the bot for the first time: no account, no token, one command. */

// A whole diagnosis over real tables in a process of its own, on a machine that has other things to do.
vi.setConfig({ testTimeout: 300_000 });

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs `npm run <script>`; `when` sees what is printed so far and may end the process with SIGTERM. */
function npmRun(
  script: string,
  { cwd = process.cwd(), when = () => false }: { cwd?: string; when?: (out: string) => boolean } = {},
): Promise<Ended> {
  // What a person's shell may have must not decide what happens here.
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, ...environment } = process.env;
  void [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET];
  return new Promise((resolve, reject) => {
    const [node, file = '', ...words] = scriptNamed(script).split(' ');
    if (node !== 'node') throw new Error(`npm run ${script} does not start node`);
    const child = spawn(process.execPath, [resolvePath(file), ...words], {
      cwd,
      env: { ...environment, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err, isAsked] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (!isAsked && when(out)) {
        isAsked = true;
        child.kill('SIGTERM');
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const Scripts = z.object({ scripts: z.record(z.string(), z.string()) });
const scriptNamed = (name: string): string =>
  Scripts.parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts[name] ?? '';

/** A folder without a fishbone.yml, as on the first day. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fishbone-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('npm run demo plays a recorded incident from the alert to the note, and ends well', async () => {
  const { code, out, err } = await npmRun('demo');
  expect(err).not.toMatch(/"level":"error"/);
  const parts = [
    'Playing the recorded incident',
    '#ml-incidents',
    'INC-1',
    'Alert · alertmanager · critical',
    'What changed: AUC of deposit fell',
    'For whom:',
    /\d+ checks in \d/,
    'Verdict: incident',
    /1\. .*\d+ %/,
    'On the timeline',
    '5 Whys',
    'To be filled in:',
    'Resolved',
    'the root message, as it stands now',
    'That was the whole road',
  ];
  let at = 0;
  for (const part of parts) {
    const found = typeof part === 'string' ? out.indexOf(part, at) : at + out.slice(at).search(part);
    expect(found, `${String(part)} after ${out.slice(Math.max(0, at - 200), at)}`).toBeGreaterThanOrEqual(at);
    at = found;
  }
  expect(out).not.toMatch(/\[a block this terminal cannot show\]|undefined|NaN|\[object/);
  expect(code).toBe(0);
});

test('npm start without a token says what to type, and stops cleanly when it is asked to', async () => {
  const { code, out, err } = await npmRun('start', {
    cwd: emptyFolder(),
    when: (printed) => printed.includes('Ctrl-C ends it.'),
  });
  expect(out).toContain('You are on call. Type a command');
  for (const example of [
    'scope country',
    'check parity',
    'timeline add 14:05',
    'note',
    'resolve rolled back',
    'help',
  ])
    expect(out).toContain(`»   ${example}`);
  expect(out).toMatch(/Alerts are taken at http:\/\/127\.0\.0\.1:\d+\/alerts/);
  expect(out).toMatch(/Open it in a browser: http:\/\/127\.0\.0\.1:\d+/);
  expect(out).toContain('Stopping: what is under way ends first');
  expect(err).not.toMatch(/"level":"error"/);
  expect(code).toBe(0);
});

test('npm start stopped while it still looks for the cause ends well, too', async () => {
  const { code, out, err } = await npmRun('start', {
    cwd: emptyFolder(),
    when: (printed) => printed.includes('What changed'),
  });
  expect(out).not.toContain('Verdict:');
  expect(err).not.toMatch(/"level":"error"/);
  expect(code).toBe(0);
});
