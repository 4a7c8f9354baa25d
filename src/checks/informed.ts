import type { Segment } from '../alert/alert.ts';
import { commonClasses } from './classes/common-classes.ts';
import type { CheckContext } from './check.ts';
import type { Inquiry } from './inquiry.ts';
import { profileInquiry } from './features/profile.ts';
import { countRows } from './sample.ts';

/** The context with what checks start from: the features' profiles, how many rows there are, and of many classes the commonest. */
export function* informed(context: CheckContext): Inquiry<CheckContext> {
  const { baseline, sample } = yield* countRows(context);
  // The profile is of all traffic, whatever segment the checks look at.
  const known = Object.keys(context.segment).length === 0 ? { rows: baseline } : {};
  const profile = yield* profileInquiry(context.model, context.windows.baseline, known);
  const classes = yield* commonClasses(context);
  return { ...context, profile, sample, classes };
}

/** The same for the rows of a segment: they are fewer, so more of them can be looked at. */
export function* informedWithin(context: CheckContext, segment: Segment): Inquiry<CheckContext> {
  const within = { ...context, segment };
  const { sample } = yield* countRows(within);
  return { ...within, sample };
}
