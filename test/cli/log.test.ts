import { openRooms } from '../../src/cli/open-rooms.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { describe, expect, test } from 'vitest';
import { createLog, logLevel } from '../../src/cli/log.ts';
import type { LogOptions } from '../../src/cli/log.ts';

function recorded(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLog({
    write: (line) => lines.push(line),
    forPerson: false,
    colours: false,
    level: 'info',
    ...options,
  });
  return { log, lines };
}

describe('the log', () => {
  test('is one JSON object a line for a machine', () => {
    const { log, lines } = recorded();
    log.warn('a source is slow', { source: 'logs', seconds: 12 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      source: 'logs',
      seconds: 12,
      msg: 'a source is slow',
    });
    expect(lines[0]).toMatch(/"time":"\d{4}-\d{2}-\d{2}T[\d:.]+Z"/);
  });

  test('is words for a person', () => {
    const { log, lines } = recorded({ forPerson: true });
    log.error('a source failed', { source: 'logs', error: 'no such file' });
    expect(lines.join('')).toMatch(
      /^\d{2}:\d{2}:\d{2} error a source failed {2}source=logs error="no such file"\n$/,
    );
  });

  test('keeps quiet below its level', () => {
    const { log, lines } = recorded({ level: 'warn' });
    log.info('x');
    log.debug('x');
    log.warn('y');
    expect(lines).toHaveLength(1);
  });

  const token = 'xoxb-123456789012-abcdefghijkl';
  test.each([
    ['a Slack token in the words', `posting with ${token}`, {}],
    ['an app token in a field', 'x', { value: 'xapp-1-A012-345-6789abcdef' }],
    ['a field that is named token', 'x', { token: 'hunter2-hunter2' }],
    ['a field deep inside', 'x', { request: { headers: { authorization: 'hunter2-hunter2' } } }],
    ['a bearer', 'Authorization: Bearer hunter2-hunter2', {}],
    ['credentials in an address', 'x', { url: 'postgres://me:hunter2-hunter2@db/x' }],
    ['a web token', `x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.hunter2hunter2`, {}],
    ['an error', 'x', { error: new Error(`bad ${token}`) }],
  ])('never holds %s', (_what, message, fields) => {
    for (const forPerson of [true, false]) {
      const { log, lines } = recorded({ forPerson });
      log.info(message, fields);
      expect(lines).toHaveLength(1);
      expect(lines.join('')).not.toMatch(/hunter2|123456789012|6789abcdef/);
    }
  });

  test('a field cannot pretend to be another line', () => {
    const { log, lines } = recorded({ forPerson: true });
    log.info('x\u001b[1A', { title: 'y\r\u001b[2Kz' });
    expect(lines.join('')).not.toContain('\u001b');
    expect(lines.join('')).not.toContain('\r');
  });

  test.each([
    ['debug', 'debug'],
    ['WARN', 'warn'],
    ['loud', 'info'],
    [undefined, 'info'],
  ])('LOG_LEVEL %s means %s', (name, level) => {
    expect(logLevel(name, 'info')).toBe(level);
  });
});

test('a run that a person watches warns in words, also when a pipe reads it, and does not chat', async () => {
  const terminal = fakeTerminal({ errIsTerminal: false });
  const log = await openRooms(terminal).logForPerson();
  log.info('the door for alerts is open');
  log.warn('a table is missing', { table: 'golden' });
  expect(terminal.said().err).toMatch(/^\d\d:\d\d:\d\d warn {2}a table is missing {2}table=golden\n$/);
});
