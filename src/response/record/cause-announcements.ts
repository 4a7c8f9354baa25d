import type { CauseFact } from '../../incident/facts/cause-facts.ts';

/** Whether people should read it once in the thread. */
export function causeSpeaks(fact: CauseFact): boolean {
  switch (fact.type) {
    case 'proofs-weighed':
    case 'cause-confirmed':
    case 'verdict-remembered':
    case 'verdict-forgotten':
      return true;
  }
}

/** Whether the root message shows something else after it. */
export function causeChangesRoot(fact: CauseFact): boolean {
  switch (fact.type) {
    case 'cause-confirmed':
    case 'verdict-remembered':
    case 'verdict-forgotten':
      return true;
    case 'proofs-weighed':
      return false;
  }
}
