import type { GuideStep } from '../contract.ts';
import type { Desk } from '../state/desk.ts';

/** Whether what a step of the guide waits for is there. */
export function isDone(done: GuideStep['done'], now: Desk): boolean {
  const { workspace, thread } = now;
  switch (done.when) {
    case 'thread_open':
      return thread !== null;
    case 'said': {
      const said = [...workspace.messages.values()].flatMap((it) => [...it.values()]);
      const isPerson = (id: string): boolean => workspace.people.get(id)?.isBot === false;
      const asked = new RegExp(`^<@[^>]+>\\s+${escaped(done.word)}\\b`, 'u');
      if (now.sent.some((title) => title.toLowerCase().includes(done.word))) return true;
      return said.some((it) => isPerson(it.user) && asked.test(it.text));
    }
    case 'pressed':
      return now.pressed > 0;
  }
}

function escaped(word: string): string {
  return word.replaceAll(/[^\w ]/gu, '\\$&');
}
