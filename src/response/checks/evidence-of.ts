import type { CheckContext } from '../../checks/check.ts';
import type { Evidence, Verdict } from '../../checks/evidence.ts';
import type { Asked } from '../../checks/question.ts';
import type { Crashed, Finished } from './run-inquiries.ts';

type Frame = {
  readonly id: string;
  readonly check: string;
  readonly context: CheckContext;
  readonly configHash: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
};

/** A verdict with everything needed to doubt it and to run it again. */
export function evidenceOf(frame: Frame, verdict: Verdict, asked: readonly Asked[]): Evidence {
  const { context } = frame;
  return {
    id: frame.id,
    check: frame.check,
    model: context.modelName,
    parameters: { ...context.parameters, segment: JSON.stringify(context.segment) },
    windows: context.windows,
    verdict,
    queries: eachOnce(asked).map((one) => ({
      source: one.source,
      text: one.text,
      parameters: [...one.parameters],
      milliseconds: one.milliseconds,
    })),
    configHash: frame.configHash,
    version: frame.version,
    startedAt: frame.startedAt,
    finishedAt: frame.finishedAt,
  };
}

/** Questions that shared a scan name the same query: it is kept once. */
function eachOnce(asked: readonly Asked[]): readonly Asked[] {
  const kept = new Map<string, Asked>();
  for (const one of asked) {
    const key = JSON.stringify([one.source, one.text, one.parameters]);
    if (!kept.has(key)) kept.set(key, one);
  }
  return [...kept.values()];
}

/** What became of a check, as evidence. */
export function evidenceFrom(frame: Frame, outcome: Finished<Verdict> | Crashed): Evidence {
  return 'crashed' in outcome
    ? crashEvidence(frame, outcome.crashed, outcome.asked)
    : evidenceOf(frame, outcome.result, outcome.asked);
}

/** A check that crashed counts as not run: inconclusive, with the reason. */
function crashEvidence(frame: Frame, error: Error, asked: readonly Asked[]): Evidence {
  const verdict: Verdict = {
    answer: 'inconclusive',
    line: `the check itself failed: ${error.message}`,
    reason: 'This is a fault of Fishbone, not of the model; please report it with the log.',
    findings: [],
  };
  return evidenceOf(frame, verdict, asked);
}
