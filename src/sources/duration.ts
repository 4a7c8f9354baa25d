const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a configured duration: `30s`, `5m`, `24h`, `7d`. */
export function milliseconds(duration: string): number {
  const match = /^(\d+)([smhd])$/.exec(duration);
  const unit = match?.[2];
  if (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')
    throw new RangeError(`not a duration: ${duration}`);
  return Number(match?.[1]) * units[unit];
}
