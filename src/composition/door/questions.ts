import type { Series } from '../../intake/counters.ts';
import type { Health } from '../../intake/health.ts';
import type { FromDoor, Told, ToDoor } from './words.ts';

/** What the door has to ask the bot's thread. A question that is not answered in time is given up by whoever asked. */
export type Questions = {
  readonly health: () => Promise<Health>;
  readonly counts: () => Promise<readonly Series[]>;
  /** To be called with each answer. */
  answered(word: Extract<ToDoor, { readonly kind: 'told' }>): void;
};

export function createQuestions(tell: (word: FromDoor) => void): Questions {
  const open = new Map<number, (told: Told) => void>();
  let asked = 0;
  const ask = (about: Told['kind']): Promise<Told> =>
    new Promise((resolve) => {
      asked += 1;
      open.set(asked, resolve);
      tell({ kind: 'ask', about, question: asked });
    });
  return {
    async health() {
      const told = await ask('health');
      if (told.kind !== 'health') throw new Error('the bot answered another question');
      if (told.health.kind === 'unknown') throw new Error(told.health.message);
      return told.health.health;
    },
    async counts() {
      const told = await ask('counts');
      return told.kind === 'counts' ? told.series : [];
    },
    answered({ question, told }) {
      open.get(question)?.(told);
      open.delete(question);
    },
  };
}
