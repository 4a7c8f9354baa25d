import { chart } from './chart.ts';
import { cancel } from './cancel.ts';
import { action } from './action.ts';
import { assign } from './assign.ts';
import { checklist } from './checklist.ts';
import { handoff } from './handoff.ts';
import { lead } from './lead.ts';
import { update } from './update.ts';
import { check } from './check.ts';
import { confirm } from './confirm.ts';
import { fishbone } from './fishbone.ts';
import { next } from './next.ts';
import { remembered } from './remembered.ts';
import type { Command } from './command.ts';
import { help } from './help.ts';
import { mitigate } from './mitigate.ts';
import { monitors } from './monitors.ts';
import { note } from './note.ts';
import { search } from './search.ts';
import { similar } from './similar.ts';
import { stats } from './stats.ts';
import { open } from './open.ts';
import { replay } from './replay.ts';
import { samples } from './samples.ts';
import { shadow } from './shadow.ts';
import { reopen } from './reopen.ts';
import { rerun } from './rerun.ts';
import { resolve } from './resolve.ts';
import { scope } from './scope.ts';
import { severity } from './severity.ts';
import { status } from './status.ts';
import { suspects } from './suspects.ts';
import { symptom } from './symptom.ts';
import { timeline } from './timeline.ts';
import { tray } from './tray.ts';
import { why } from './why.ts';

/** Every command, in the order in which help shows them: the order of the work. */
export const COMMANDS: readonly Command[] = [
  tray,
  status,
  symptom,
  scope,
  check,
  cancel,
  samples,
  replay,
  shadow,
  rerun,
  chart,
  suspects,
  next,
  fishbone,
  why,
  assign,
  lead,
  handoff,
  mitigate,
  checklist,
  update,
  action,
  timeline,
  severity,
  note,
  confirm,
  resolve,
  remembered,
  monitors,
  reopen,
  similar,
  search,
  stats,
  open,
  help,
];
