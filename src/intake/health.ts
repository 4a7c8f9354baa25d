/** What the process knows about itself. */
export type Health = {
  readonly slack: 'connected' | 'connecting' | 'disconnected' | 'off';
  readonly database: { readonly ok: boolean; readonly message: string };
  readonly sources: readonly { readonly source: string; readonly ok: boolean; readonly message: string }[];
  readonly inbox: { readonly waiting: number; readonly failed: number };
  /** What watches by itself, and how it stands; the newest value is null before there is one. */
  readonly monitors: readonly {
    readonly monitor: string;
    readonly model: string;
    readonly value: number | null;
    readonly firing: boolean;
    readonly ranAt: Date | null;
  }[];
  readonly outbox: { readonly waiting: number; readonly dropped: number };
};

export type HealthAnswer =
  | { readonly kind: 'known'; readonly health: Health }
  | { readonly kind: 'unknown'; readonly message: string };

/** Asks for the health, and waits for the answer no longer than `timeoutMs`. Never rejects. */
export async function askHealth(health: () => Promise<Health>, timeoutMs = 5000): Promise<HealthAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HealthAnswer>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'unknown', message: `no answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([
      health().then((known) => ({ kind: 'known', health: known }) as const),
      tooLate,
    ]);
  } catch (error) {
    return { kind: 'unknown', message: error instanceof Error ? error.message : 'the health check failed' };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * `down` when alerts cannot be kept, and only then: intake, timeline and the rest go on while Slack or a source is away, and
 * whoever restarts the process on a bad answer would not bring Slack back. Those make it `degraded`.
 */
export function statusOf(answer: HealthAnswer): 'ok' | 'degraded' | 'down' {
  if (answer.kind === 'unknown' || !answer.health.database.ok) return 'down';
  const { slack, sources } = answer.health;
  const wellConnected = slack === 'connected' || slack === 'off';
  return wellConnected && sources.every(({ ok }) => ok) ? 'ok' : 'degraded';
}
