import type { Expression } from '../sql/aggregate.ts';
import { column, during } from '../sql/build.ts';
import { segmentCondition } from '../symptom/segment-condition.ts';
import type { CheckContext } from './check.ts';
import type { Verdict } from './evidence.ts';

/** The two windows as conditions on a table's time column. */
export function windowsOn(
  context: Pick<CheckContext, 'windows'>,
  time: string,
): { readonly before: Expression; readonly after: Expression } {
  return {
    before: during(column(time), context.windows.baseline),
    after: during(column(time), context.windows.incident),
  };
}

/** The condition that restricts a check to the segment it was asked about; none for all traffic. */
export function inSegment(
  context: Pick<CheckContext, 'segment'>,
  of?: 'left' | 'right',
): readonly Expression[] {
  const condition = segmentCondition(context.segment, (name) => column(name, of));
  return condition === undefined ? [] : [condition];
}

/** No answer, and why: in words, with what to do where something can be done. */
export function inconclusive(line: string, reason = line): Verdict {
  return { answer: 'inconclusive', line, reason, findings: [] };
}
