/** One exchange between the bot and Slack, as it went over the wire. Tokens are cut out. */
export type Exchange = {
  readonly seq: number;
  readonly at: Date;
  /** `in` reaches Slack (API calls, response URLs, uploads), `out` reaches the bot (events, commands, interactions). */
  readonly direction: 'in' | 'out';
  readonly via: 'api' | 'response_url' | 'upload' | 'socket' | 'http';
  /** Method or payload type: `chat.postMessage`, `slash_commands`, `event:message`. */
  readonly name: string;
  readonly request: unknown;
  readonly response: unknown;
  /** HTTP status; 0 when the connection was cut or nobody answered. */
  readonly status: number;
};

type TrafficQuery = {
  readonly name?: string;
  readonly direction?: Exchange['direction'];
  /** Text looked for in request and response, as JSON. */
  readonly text?: string;
  readonly afterSeq?: number;
};

export type Traffic = {
  /** Kept exchanges that fit the query, oldest first. */
  search(query?: TrafficQuery): readonly Exchange[];
  /** How many were ever recorded, forgotten ones included. */
  readonly total: number;
  /** Calls back after each exchange; the returned function ends it. */
  subscribe(listener: () => void): () => void;
};

export type TrafficLog = Traffic & { record(exchange: Omit<Exchange, 'seq' | 'at'>): void };

/** Keeps the latest `limit` exchanges. */
export function keepTraffic(limit: number): TrafficLog {
  const kept: Exchange[] = [];
  const listeners = new Set<() => void>();
  let total = 0;
  return {
    record(exchange) {
      total += 1;
      kept.push({ ...exchange, seq: total, at: new Date() });
      if (kept.length > limit) kept.shift();
      for (const listener of listeners) listener();
    },
    search: (query = {}) => kept.filter((exchange) => fits(exchange, query)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get total() {
      return total;
    },
  };
}

function fits(exchange: Exchange, query: TrafficQuery): boolean {
  if (query.name !== undefined && exchange.name !== query.name) return false;
  if (query.direction !== undefined && exchange.direction !== query.direction) return false;
  if (query.afterSeq !== undefined && exchange.seq <= query.afterSeq) return false;
  if (query.text === undefined) return true;
  return JSON.stringify([exchange.request, exchange.response]).includes(query.text);
}
