import type { TeamFact } from '../../incident/facts/team-facts.ts';

/** Whether people should read it once in the thread. */
export function teamSpeaks(fact: TeamFact): boolean {
  switch (fact.type) {
    case 'severity-proposed':
    case 'role-assigned':
    case 'why-revised':
    case 'mitigation-approved':
    case 'mitigation-seconded':
    case 'mitigation-ended':
    case 'recovery-measured':
    case 'checklist-ticked':
    case 'guards-overridden':
    case 'self-checked':
    case 'update-posted':
    case 'reminded':
    case 'reminders-snoozed':
    case 'action-added':
    case 'action-changed':
    case 'action-done':
      return true;
    case 'timeline-starred':
      return true;
    case 'mitigation-started':
    // Who wanted to go on has been told; the thread hears of it when it is overridden.
    case 'guards-raised':
    case 'permission-refused':
      return false;
  }
}

/** Whether the root message shows something else after it. */
export function teamChangesRoot(fact: TeamFact): boolean {
  switch (fact.type) {
    case 'severity-proposed':
    case 'role-assigned':
    case 'mitigation-approved':
    case 'mitigation-seconded':
    case 'mitigation-started':
    case 'mitigation-ended':
    case 'recovery-measured':
    case 'update-posted':
      return true;
    case 'why-revised':
    case 'timeline-starred':
    case 'checklist-ticked':
    case 'guards-raised':
    case 'guards-overridden':
    case 'self-checked':
    case 'reminded':
    case 'reminders-snoozed':
    case 'action-added':
    case 'action-changed':
    case 'action-done':
    case 'permission-refused':
      return false;
  }
}
