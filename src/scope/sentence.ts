import type { Carrier } from '../symptom/carrier.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import type { Change } from './cell-change.ts';
import type { SegmentChange } from './scope.ts';

type Found = {
  readonly carrier: Carrier;
  readonly words: string;
  readonly because: 'rate' | 'mix';
  readonly segments: readonly SegmentChange[];
  readonly whole: Change;
};

/** Who carries the change, in one sentence. */
export function scopeSentence({ carrier, words, because, segments, whole }: Found): string {
  const say = (value: number) =>
    carrier.quantity.kind === 'mean'
      ? `${Number(value.toPrecision(3))}`
      : `${Number((100 * value).toPrecision(3))} %`;
  const change = `${words} went from ${say(whole.before.value)} to ${say(whole.after.value)}`;
  if (segments.length === 0) return `All traffic alike: ${change}, and no segment stands out.`;
  const names = segments.map(({ where }) => segmentWords(where)).join(' and ');
  if (because === 'mix') {
    const [first] = segments;
    const grown =
      first === undefined
        ? ''
        : ` (${say100(first.shareOfTraffic.before)} of traffic before, ${say100(first.shareOfTraffic.after)} after)`;
    return `${names}${grown} grew, rates inside stayed: ${change} by the mix.`;
  }
  const share = segments.reduce((sum, { shareOfChange }) => sum + (shareOfChange ?? 0), 0);
  const [first] = segments;
  const inside =
    first?.before && first.after
      ? `: ${words} there ${say(first.before.value)} before, ${say(first.after.value)} after`
      : '';
  return `${names} ${segments.length === 1 ? 'carries' : 'carry'} ${say100(share)} of the change${inside}.`;
}

function say100(share: number): string {
  return `${Math.round(100 * share)} %`;
}
