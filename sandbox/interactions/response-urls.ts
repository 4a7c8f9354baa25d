import type { Clock } from '../clock.ts';

const lifetimeMs = 30 * 60_000;
const maximumUses = 5;

/** What a response URL answers to. */
export type ResponseTarget = {
  readonly user: string;
  readonly channel: string;
  /** The message or ephemeral whose element was used; absent for slash commands. */
  readonly origin?:
    | { readonly kind: 'message'; readonly ts: string }
    | { readonly kind: 'ephemeral'; readonly id: string }
    | undefined;
};

export type ResponseUrls = {
  issue(target: ResponseTarget): string;
  /** Counts one use. */
  use(id: string): ResponseTarget | 'expired_url' | 'used_url';
};

/** Response URLs serve five times within thirty minutes of the sandbox clock. */
export function issueResponseUrls(clock: Clock, url: () => string): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; at: number; uses: number }>();
  return {
    issue(target) {
      const id = `R${issued.size + 1}`;
      issued.set(id, { target, at: clock.now(), uses: 0 });
      return `${url()}/response/${id}`;
    },
    use(id) {
      const entry = issued.get(id);
      if (!entry || clock.now() - entry.at > lifetimeMs) return 'expired_url';
      if (entry.uses >= maximumUses) return 'used_url';
      entry.uses += 1;
      return entry.target;
    },
  };
}
