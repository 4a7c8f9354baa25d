import type { Actor } from '../../incident/facts/events.ts';
import type { Inline } from '../document.ts';

/** Who did it, as a person is mentioned or a monitor is named. */
export function byWhom(actor: Actor): Inline {
  switch (actor.kind) {
    case 'bot':
      return 'Fishbone';
    case 'person':
      return { person: actor.id };
    case 'monitor':
      return actor.name;
  }
}
