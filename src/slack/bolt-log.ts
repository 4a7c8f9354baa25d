import { format } from 'node:util';
import { LogLevel } from '@slack/web-api';
import type { Logger } from '@slack/web-api';
import type { Log } from '../response/ports.ts';

/** Slack's libraries speak into the bot's own log. Never at DEBUG: there they write whole payloads. */
export function boltLog(log: Log): Logger {
  return {
    debug: () => {},
    info: (...message: unknown[]) => log.info(format(...message), { from: 'slack' }),
    warn: (...message: unknown[]) => log.warn(format(...message), { from: 'slack' }),
    error: (...message: unknown[]) => log.error(format(...message), { from: 'slack' }),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
