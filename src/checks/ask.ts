import type { Check, CheckContext } from './check.ts';
import type { Verdict } from './evidence.ts';
import type { Inquiry } from './inquiry.ts';
import type { Answers } from './question.ts';
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
  const { verdict, answers } = yield* measured(check, informed);
  return told(check, informed, timely(check, context, { verdict, answers }));
}

type Measured = { readonly verdict: Verdict; readonly answers: Answers };

function* measured(check: Check, informed: CheckContext): Inquiry<Measured> {
  const questions = check.query(informed);
  const first = Object.keys(questions).length === 0 ? {} : yield questions;
  const further = check.follow?.(informed, first) ?? {};
  const answers = Object.keys(further).length === 0 ? first : { ...first, ...(yield further) };
  return { verdict: check.verdict(informed, answers), answers };
}

/** What came too late can be had: by which key, or by looking at fewer rows where the check can do with them. */
function timely({ about }: Check, { model }: CheckContext, { verdict, answers }: Measured): Verdict {
  if (verdict.answer !== 'inconclusive') return verdict;
  const late = Object.values(answers).find((one) => one.kind === 'failed' && one.cause === 'timeout');
  if (late?.kind !== 'failed') return verdict;
  const fewer =
    about.samples === undefined
      ? ''
      : `; this check can do with a sample: lower rows_per_window of the model (${model.rows_per_window.toLocaleString('en')} now)`;
  const advised = verdict.reason.includes(late.hint) ? '' : `. What to do: ${late.hint}`;
  return { ...verdict, reason: `${verdict.reason}${advised}${fewer}` };
}

/** A judgement from a sample says so; what could not be judged has nothing to add. */
function told({ about }: Check, { sample }: CheckContext, verdict: Verdict): Verdict {
  const words = sample === undefined ? null : sampleWords(sample);
  if (words === null || verdict.answer === 'inconclusive') return verdict;
  return { ...verdict, line: `${verdict.line} (${about.samples ?? 'rows'} from a sample: ${words})` };
}
