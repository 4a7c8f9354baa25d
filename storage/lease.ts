/** When a claim made at `now` lapses, as the tables keep time: UTC ISO-8601 text, which sorts as time does. */
export function leaseEnd(now: Date, leaseSeconds: number): string {
  return new Date(now.getTime() + leaseSeconds * 1_000).toISOString();
}
