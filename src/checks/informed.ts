import type { CheckContext } from './check.ts';
import type { Inquiry } from './inquiry.ts';
import { profileInquiry } from './features/profile.ts';
import { countRows } from './sample.ts';

/** The context with what every check of features starts from: their profiles, and how many rows there are to look at. */
export function* informed(context: CheckContext): Inquiry<CheckContext> {
  const { sample } = yield* countRows(context);
  const profile = yield* profileInquiry(context.model, context.windows.baseline);
  return { ...context, profile, sample };
}
