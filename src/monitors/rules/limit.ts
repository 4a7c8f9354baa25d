import type { Evidence, Finding } from '../../checks/evidence.ts';
import type { Limit, Watch } from './watch.ts';

const UNITS: Readonly<Record<Watch['unit'], RegExp>> = {
  share: /(\d+(?:\.\d+)?)\s*%/,
  ms: /(\d+(?:\.\d+)?)\s*(ms|milliseconds|s|seconds)\b/i,
  seconds: /(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)\b/i,
  'an hour': /(\d+(?:\.\d+)?)\s*(?:restarts?\s*)?(?:an|per|\/)\s*h/i,
  points: /(\d+\.\d+)/,
};

const FACTORS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * The line not to cross: as the words say, else halfway between what was normal and what the incident showed, so that this
 * incident would have crossed it and a normal day does not; else the watch's usual one. Null where none of them knows.
 */
export function limitOf(
  watch: Watch,
  input: { readonly text: string; readonly subject: string | null; readonly evidence: readonly Evidence[] },
): Limit | null {
  const { text } = input;
  const side = /\b(?:below|under|falls?|fewer|less)\b/i.test(text) ? 'below' : 'above';
  const said = saidIn(text, watch);
  if (said !== null) return { value: said, side, from: 'as the action item says' };
  if (watch.id === 'nulls' && /not-null/i.test(text))
    return { value: 0, side: 'above', from: 'as the contract says: never null' };
  return between(watch, input) ?? usual(watch);
}

function saidIn(text: string, { unit }: Watch): number | null {
  const [, digits, word = ''] = UNITS[unit].exec(text) ?? [];
  const value = Number(digits);
  if (digits === undefined || !Number.isFinite(value)) return null;
  switch (unit) {
    case 'share':
      return value / 100;
    case 'ms':
      return /^(?:ms|milli)/i.test(word) ? value : value * 1000;
    case 'seconds':
      return value * (FACTORS[word.toLowerCase().charAt(0)] ?? 1);
    case 'an hour':
    case 'points':
      return value;
  }
}

function between(
  { measured }: Watch,
  { subject, evidence }: { readonly subject: string | null; readonly evidence: readonly Evidence[] },
): Limit | null {
  if (measured === null) return null;
  const spoke = evidence.findLast(
    (one) =>
      one.check === measured.check &&
      one.verdict.answer === 'shifted' &&
      one.parameters['since'] === undefined &&
      (one.parameters['segment'] ?? '{}') === '{}',
  );
  const finding = spoke?.verdict.findings.find((one) => isAbout(one, measured.measure, subject));
  if (spoke === undefined || finding === undefined) return null;
  const { before, after } = finding;
  if (before === null || after === null || before === after) return null;
  const value = Number(((before + after) / 2).toPrecision(2));
  // Rounded, it could lie outside of what was measured, when the two are close.
  if (value <= Math.min(before, after) || value >= Math.max(before, after)) return null;
  return {
    value,
    side: after > before ? 'above' : 'below',
    from: `halfway between normal (${short(before)}) and the incident (${short(after)}), ${spoke.id}`,
  };
}

function isAbout(
  { subject, measure, shifted, where }: Finding,
  wanted: string | null,
  name: string | null,
): boolean {
  if (!shifted || where !== undefined) return false;
  return (wanted === null || measure === wanted) && (name === null || subject.name === name);
}

function usual({ usual: value }: Watch): Limit | null {
  return value === null ? null : { value, side: 'above', from: 'to begin with; mend it as you learn' };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
