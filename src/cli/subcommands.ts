import type { Subcommand } from './subcommand.ts';
import { alert } from './subcommands/alert.ts';
import { backup } from './subcommands/backup.ts';
import { backtest } from './subcommands/backtest.ts';
import { canary } from './subcommands/canary.ts';
import { check } from './subcommands/check.ts';
import { checks } from './subcommands/checks.ts';
import { contract } from './subcommands/contract.ts';
import { demo } from './subcommands/demo.ts';
import { doctor } from './subcommands/doctor.ts';
import { exportNote } from './subcommands/export.ts';
import { forget } from './subcommands/forget.ts';
import { init } from './subcommands/init.ts';
import { investigate } from './subcommands/investigate.ts';
import { monitors } from './subcommands/monitors.ts';
import { parity } from './subcommands/parity.ts';
import { restore } from './subcommands/restore.ts';
import { schema } from './subcommands/schema.ts';
import { start } from './subcommands/start.ts';

/** Every subcommand, in the order in which `--help` lists them; one file in `subcommands/` each. */
export const subcommands: readonly Subcommand[] = [
  start,
  demo,
  init,
  doctor,
  investigate,
  check,
  checks,
  monitors,
  backtest,
  canary,
  contract,
  parity,
  alert,
  exportNote,
  backup,
  restore,
  forget,
  schema,
];
