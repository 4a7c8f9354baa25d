import type { Carrier } from '../symptom/carrier.ts';
import { valueWords } from '../symptom/metric-words.ts';
import { isModelMetric } from '../alert/metric.ts';
import { isOwn } from '../symptom/own-carriers.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import type { Symptom } from '../symptom/symptom.ts';
import type { Change } from './cell-change.ts';
import type { SegmentChange } from './scope.ts';

type Found = {
  readonly carrier: Carrier;
  readonly symptom: Symptom;
  readonly words: string;
  readonly because: 'rate' | 'mix';
  readonly segments: readonly SegmentChange[];
  readonly whole: Change;
};

/** Who carries the change, in one sentence. */
export function scopeSentence({ carrier, symptom, words, because, segments, whole }: Found): string {
  const say = (value: number) => carried(carrier, value);
  const change = `${words} went from ${say(whole.before.value)} to ${say(whole.after.value)}`;
  if (segments.length === 0) return allAlike(symptom, carrier, change);
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

/** What reads the same before and after cannot tell whom the change hit; null where it moved. */
export function unmovedWords(carrier: Carrier, { before, after }: Change): string | null {
  const [was, is] = [carried(carrier, before.value), carried(carrier, after.value)];
  return was === is ? `nothing moved: ${carrier.words} is ${is} before and after` : null;
}

/** The symptom is what is spoken of; what it was looked for in is named where that is another measure. */
function allAlike(symptom: Symptom, carrier: Carrier, change: string): string {
  const { metric, column, label, unit, before, after, segment } = symptom;
  const isTheSame = !isModelMetric(metric) && isOwn(carrier, metric, column);
  // What was measured of one segment alone is no number of all traffic.
  const isOfAll = segmentWords(segment) === '';
  if (before === null || after === null || isTheSame || !isOfAll)
    return `All traffic alike: ${change}, and no segment stands out.`;
  const [was, is] = [valueWords(before.value, unit), valueWords(after.value, unit)];
  return was === is
    ? `${label} is ${is} before and after; ${change} in all traffic alike.`
    : `All traffic alike: ${label} went from ${was} to ${is}, and no segment stands out (looked at: ${change}).`;
}

/** A value of the carrier as it is read. */
function carried({ quantity }: Carrier, value: number): string {
  return quantity.kind === 'mean'
    ? `${Number(value.toPrecision(3))}`
    : `${Number((100 * value).toPrecision(3))} %`;
}

function say100(share: number): string {
  return `${Math.round(100 * share)} %`;
}
