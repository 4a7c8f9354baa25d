/** What can go wrong with a call of the Web API (`upload` and `response_url` count as methods of their own). */
export type ApiFault =
  /** The request arrives, nothing is done, the connection is reset. */
  | { readonly kind: 'drop' }
  /** Slack does what was asked, then the connection is reset before the answer. */
  | { readonly kind: 'apply_then_drop' }
  /** Nothing is done and no answer ever comes. */
  | { readonly kind: 'hang' }
  /** The call is served `ms` (wall time) late. */
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'rate_limit'; readonly retryAfterSeconds: number }
  | { readonly kind: 'status'; readonly status: 500 | 502 | 503 | 504 }
  /** Answers `ok: false` with this error. */
  | { readonly kind: 'error'; readonly error: string };

/** What can go wrong on the way from Slack to the bot. */
type DeliveryFault =
  /** Delivered `copies` times in all, under the same event id or under different ones. */
  | { readonly kind: 'duplicate'; readonly copies: number; readonly eventIds: 'same' | 'different' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** This attempt gets lost; Slack sees no ack and tries again on its schedule. */
  | { readonly kind: 'lose' }
  /** The socket that should carry it is cut instead; Slack tries again on its schedule. */
  | { readonly kind: 'disconnect' };

/**
 * When a fault strikes: the next `times`, or each time with a chance; both: at most `times`, each by chance. `after`
 * lets that many calls pass first, so `{ after: 2, times: 1 }` is the third.
 */
type FaultTiming = { readonly times?: number; readonly chance?: number; readonly after?: number };

export type Faults = {
  /** @param method a Web API method, `upload`, `response_url`, or `*` for any. Returns the function that ends it. */
  api(method: string, fault: ApiFault, timing?: FaultTiming): () => void;
  /** @param type an event type (`message`), an envelope type (`slash_commands`, `interactive`), or `*`. */
  delivery(type: string, fault: DeliveryFault, timing?: FaultTiming): () => void;
  clear(): void;
};

export type FaultSwitchboard = Faults & {
  nextApiFault(method: string): ApiFault | undefined;
  nextDeliveryFault(type: string): DeliveryFault | undefined;
};

type Switch<F> = {
  readonly target: string;
  readonly fault: F;
  readonly chance: number;
  left: number;
  toPass: number;
};

/** @param seed the same seed and the same calls give the same faults. */
export function openFaults(seed: number): FaultSwitchboard {
  const random = seededRandom(seed);
  const api: Switch<ApiFault>[] = [];
  const delivery: Switch<DeliveryFault>[] = [];
  return {
    api: (method, fault, timing) => turnOn(api, method, fault, timing),
    delivery: (type, fault, timing) => turnOn(delivery, type, fault, timing),
    clear() {
      api.length = 0;
      delivery.length = 0;
    },
    nextApiFault: (method) => draw(api, method, random),
    nextDeliveryFault: (type) => draw(delivery, type, random),
  };
}

function turnOn<F>(switches: Switch<F>[], target: string, fault: F, timing: FaultTiming = {}): () => void {
  const added = {
    target,
    fault,
    chance: timing.chance ?? 1,
    left: timing.times ?? Number.POSITIVE_INFINITY,
    toPass: timing.after ?? 0,
  };
  switches.push(added);
  return () => {
    added.left = 0;
  };
}

function draw<F>(switches: readonly Switch<F>[], target: string, random: () => number): F | undefined {
  for (const candidate of switches) {
    if (candidate.left <= 0) continue;
    if (candidate.target !== '*' && candidate.target !== target) continue;
    if (candidate.toPass > 0) {
      candidate.toPass -= 1;
      continue;
    }
    if (candidate.chance < 1 && random() >= candidate.chance) continue;
    candidate.left -= 1;
    return candidate.fault;
  }
  return undefined;
}

/** The mulberry32 generator: small, seeded, good enough to decide which call fails. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
