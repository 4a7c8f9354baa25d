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
