import { styleText } from 'node:util';
import { pino } from 'pino';
import { z } from 'zod';
import { redactValue } from '../redact/redact-value.ts';
import { redact } from '../redact/redact.ts';
import type { Log } from '../response/ports.ts';
import { visibleText } from './visible-text.ts';

export type LogOptions = {
  readonly write: (line: string) => void;
  /** Words for a person at a terminal; otherwise one JSON object a line. */
  readonly forPerson: boolean;
  readonly colours: boolean;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** The level that LOG_LEVEL names; `otherwise` when it names none. */
export function logLevel(name: string | undefined, otherwise: LogOptions['level']): LogOptions['level'] {
  return levels.find((level) => level === name?.toLowerCase()) ?? otherwise;
}

/** The bot's log. Secrets are taken out of messages and fields before anything is written. */
export function createLog(options: LogOptions): Log {
  const destination = { write: options.forPerson ? words(options) : options.write };
  const logger = pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (message, fields = {}) => {
      if (logger.isLevelEnabled(level)) logger[level](safeFields(fields), redact(message));
    };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

function safeFields(fields: Readonly<Record<string, unknown>>): object {
  const safe = redactValue(fields);
  return typeof safe === 'object' && safe !== null ? safe : {};
}

const Line = z.looseObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).catch('info'),
  time: z.string(),
  msg: z.string(),
});

const marks = { debug: 'gray', info: 'green', warn: 'yellow', error: 'red' } as const;

/** `12:04:31 warn  the source logs is slow  seconds=12`: a log line for a person, from the JSON that a machine would get. */
function words({ write, colours }: LogOptions): (line: string) => void {
  return (json) => {
    const { level, time, msg, ...fields } = Line.parse(JSON.parse(json));
    const paint = (style: (typeof marks)[keyof typeof marks], text: string): string =>
      colours ? styleText(style, text, { validateStream: false }) : text;
    const rest = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`);
    const parts = [paint('gray', time.slice(11, 19)), paint(marks[level], level.padEnd(5)), visibleText(msg)];
    const tail = rest.length === 0 ? '' : `  ${paint('gray', visibleText(rest.join(' ')))}`;
    write(`${parts.join(' ')}${tail}\n`);
  };
}

function fieldText(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
