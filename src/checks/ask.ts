import type { Check, CheckContext } from './check.ts';
import type { Verdict } from './evidence.ts';
import type { Inquiry } from './inquiry.ts';
import { sampleWords } from './sample.ts';

/** Runs a check as an inquiry: its questions, those that follow, its verdict. The configuration's thresholds win over the defaults. */
export function* askCheck(check: Check, context: CheckContext): Inquiry<Verdict> {
  const { id, thresholds } = check.about;
  const configured = context.model.checks[id] ?? {};
  const inForce = Object.fromEntries(
    Object.entries(thresholds).map(([name, threshold]) => [
      name,
      configured[name] ?? context.thresholds[name] ?? threshold.default,
    ]),
  );
  const sample = check.about.samples === undefined ? undefined : context.sample;
  const informed = { ...context, thresholds: inForce, sample };
  return told(check, informed, yield* measured(check, informed));
}

function* measured(check: Check, informed: CheckContext): Inquiry<Verdict> {
  const questions = check.query(informed);
  const answers = Object.keys(questions).length === 0 ? {} : yield questions;
  if (check.follow === undefined) return check.verdict(informed, answers);
  const further = check.follow(informed, answers);
  if (Object.keys(further).length === 0) return check.verdict(informed, answers);
  return check.verdict(informed, { ...answers, ...(yield further) });
}

/** A judgement from a sample says so; what could not be judged has nothing to add. */
function told({ about }: Check, { sample }: CheckContext, verdict: Verdict): Verdict {
  const words = sample === undefined ? null : sampleWords(sample);
  if (words === null || verdict.answer === 'inconclusive') return verdict;
  return { ...verdict, line: `${verdict.line} (${about.samples ?? 'rows'} from a sample: ${words})` };
}
