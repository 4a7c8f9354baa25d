import type { Inquiry } from '../../checks/inquiry.ts';
import type { Answer, Asked, Questions } from '../../checks/question.ts';
import type { Warehouse } from '../ports.ts';

export type Finished<Result> = { readonly result: Result; readonly asked: readonly Asked[] };

/** An inquiry that threw: a broken check is a check that did not run, and stops no other. */
export type Crashed = { readonly crashed: Error; readonly asked: readonly Asked[] };

type Running<Result> = {
  readonly id: string;
  readonly inquiry: Inquiry<Result>;
  pending: Questions;
  readonly asked: Asked[];
};

const SEPARATOR = '\u0000';

/** Run one inquiry to its end. Throws what the inquiry throws. */
export async function runInquiry<Result>(
  inquiry: Inquiry<Result>,
  warehouse: Warehouse,
  signal: AbortSignal,
): Promise<Finished<Result>> {
  const finished = await runInquiries({ only: inquiry }, warehouse, { signal });
  const outcome = finished['only'];
  if (outcome === undefined) throw new Error('an inquiry ended without an outcome');
  if ('crashed' in outcome) throw outcome.crashed;
  return outcome;
}

/**
 * Run several inquiries side by side. In each round all that they want to know goes out as one set of questions, so that
 * the warehouse's plan can share scans between them; `onFinished` hears of each as it ends.
 */
export async function runInquiries<Result>(
  inquiries: Readonly<Record<string, Inquiry<Result>>>,
  warehouse: Warehouse,
  options: {
    readonly signal: AbortSignal;
    readonly onFinished?: (id: string, outcome: Finished<Result> | Crashed) => Promise<void>;
  },
): Promise<Readonly<Record<string, Finished<Result> | Crashed>>> {
  const outcomes: Record<string, Finished<Result> | Crashed> = {};
  const end = async (id: string, outcome: Finished<Result> | Crashed): Promise<void> => {
    outcomes[id] = outcome;
    await options.onFinished?.(id, outcome);
  };

  let running: Running<Result>[] = [];
  for (const [id, inquiry] of Object.entries(inquiries)) {
    const one: Running<Result> = { id, inquiry, pending: {}, asked: [] };
    const outcome = await advance(one, () => inquiry.next());
    if (outcome === null) running.push(one);
    else await end(id, outcome);
  }

  while (running.length > 0) {
    options.signal.throwIfAborted();
    const answers = await warehouse.ask(together(running), { signal: options.signal });
    // What was cut off is no answer: a check would take it for a source that failed.
    options.signal.throwIfAborted();
    const still: Running<Result>[] = [];
    for (const one of running) {
      const own = Object.fromEntries(
        Object.keys(one.pending).map((name) => [name, answerTo(answers, one.id, name)]),
      );
      for (const answer of Object.values(own)) if (answer.kind !== 'failed') one.asked.push(answer.asked);
      const outcome = await advance(one, () => one.inquiry.next(own));
      if (outcome === null) still.push(one);
      else await end(one.id, outcome);
    }
    running = still;
  }
  return outcomes;
}

/**
 * One step; null while the inquiry has more to ask. A step may compute for a while and waits for nothing, so before each
 * the process hears Slack and the monitors: an inquiry that yields no question only takes a breath.
 */
async function advance<Result>(
  one: Running<Result>,
  step: () => IteratorResult<Questions, Result>,
): Promise<Finished<Result> | Crashed | null> {
  await new Promise<void>((resolve) => void setImmediate(resolve));
  try {
    const next = step();
    if (next.done === true) return { result: next.value, asked: one.asked };
    one.pending = next.value;
    return null;
  } catch (error) {
    return { crashed: error instanceof Error ? error : new Error(String(error)), asked: one.asked };
  }
}

function together<Result>(running: readonly Running<Result>[]): Questions {
  return Object.fromEntries(
    running.flatMap((one) =>
      Object.entries(one.pending).map(([name, question]) => [one.id + SEPARATOR + name, question]),
    ),
  );
}

function answerTo(answers: Readonly<Record<string, Answer>>, id: string, name: string): Answer {
  return (
    answers[id + SEPARATOR + name] ?? {
      kind: 'failed',
      cause: 'broken',
      source: 'warehouse',
      message: `no answer came back to '${name}' of '${id}'`,
      hint: 'This is a fault of Fishbone; please report it.',
    }
  );
}
