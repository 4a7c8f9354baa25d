import type { Finding } from '../evidence.ts';

/** Orders findings: those that shifted before the others, and among each the largest effect first, whichever way it goes. */
export function strongestFirst(a: Finding, b: Finding): number {
  return Number(b.shifted) - Number(a.shifted) || Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0);
}
