import type { Known } from '../../alert/known.ts';
import type { FishboneConfig } from '../../config/schema.ts';
import type { Series } from '../../intake/counters.ts';
import type { HealthAnswer } from '../../intake/health.ts';
import type { IntakeError } from '../../intake/intake-error.ts';
import type { Log } from '../../response/ports.ts';

/** With what the door's thread is started. */
export type DoorOrders = {
  readonly storagePath: string;
  /** For the turns at writing. */
  readonly turns: SharedArrayBuffer;
  readonly config: FishboneConfig['intake'];
  readonly known: Known;
  readonly version: string;
};

/** What the door's thread says to the bot's. */
export type FromDoor =
  | { readonly kind: 'open'; readonly url: string }
  /** It cannot listen, and ends. */
  | {
      readonly kind: 'refused';
      readonly code: IntakeError['code'];
      readonly message: string;
      readonly hint: string;
    }
  /** A delivery is in the inbox. */
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'log';
      readonly level: keyof Log;
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>> | undefined;
    }
  /** Answered by the word of that kind, with the same number. */
  | { readonly kind: 'ask'; readonly about: Told['kind']; readonly question: number };

/** What only the bot's thread knows, for `/healthz` and `/metrics`. */
export type Told =
  | { readonly kind: 'health'; readonly health: HealthAnswer }
  | { readonly kind: 'counts'; readonly series: readonly Series[] };

/** What the bot's thread says to the door's. */
export type ToDoor =
  { readonly kind: 'told'; readonly question: number; readonly told: Told } | { readonly kind: 'close' };
