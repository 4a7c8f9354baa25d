import type { Answer, Questions } from '../checks/question.ts';
import type { Scan } from '../sql/plan.ts';

/** One question's answer by its name. */
export type Answered = readonly (readonly [name: string, answer: Answer])[];

export type Scanning = {
  /** The questions that the scan was planned from. */
  readonly questions: Questions;
  readonly run: (scan: Scan) => Promise<Answered>;
  readonly plan: (questions: Questions) => Promise<readonly Scan[]>;
  readonly askAlone: (name: string) => Promise<Answer>;
  readonly signal: AbortSignal;
  /** What a source has shown so far: one that answers no half of a question either is not asked in halves again. */
  readonly patience: Patience;
};

export type Patience = { halvesHelp: boolean };

/**
 * The answers of a scan that several questions share. One that cannot be put tells nothing about the questions in it: each is
 * then asked alone. One that took too long is put in two halves, and these again, so that one dear question spoils itself and
 * not every check beside it; all of that may take twice as long as the first try did, and what is left then stays unanswered.
 * A source that hangs answers no half either, and keeps people waiting for that only once.
 */
export async function answerScan(scan: Scan, scanning: Scanning, until = Infinity): Promise<Answered> {
  const began = performance.now();
  const answered = await scanning.run(scan);
  const failed = answered[0]?.[1];
  if (scan.parts.length === 1 || scanning.signal.aborted) return answered;
  if (failed?.kind !== 'failed' || answered.some(([, answer]) => answer.kind !== 'failed'))
    return untoldAlone(answered, scanning);
  const now = performance.now();
  switch (failed.cause) {
    case 'missing':
    case 'broken':
      return untoldAlone(answered, scanning);
    case 'timeout':
      if (now >= until || !scanning.patience.halvesHelp) return answered;
      if (until !== Infinity) return inHalves(scan, scanning, until);
      return learning(scanning.patience, await inHalves(scan, scanning, now + 2 * (now - began)));
    case 'cancelled':
    case 'not-configured':
      return answered;
  }
}

/** What a scan did not tell is asked alone. */
async function untoldAlone(answered: Answered, { askAlone }: Scanning): Promise<Answered> {
  const told: (readonly [string, Answer])[] = [];
  for (const [name, answer] of answered)
    told.push([name, answer.kind === 'failed' ? await askAlone(name) : answer]);
  return told;
}

async function inHalves(scan: Scan, scanning: Scanning, until: number): Promise<Answered> {
  const names = scan.parts.map(({ name }) => name);
  const middle = Math.ceil(names.length / 2);
  const answered: (readonly [string, Answer])[] = [];
  for (const half of [names.slice(0, middle), names.slice(middle)])
    for (const part of await scanning.plan(only(half, scanning.questions)))
      answered.push(...(await answerScan(part, scanning, until)));
  return answered;
}

function learning(patience: Patience, answered: Answered): Answered {
  if (answered.every(([, answer]) => answer.kind === 'failed')) patience.halvesHelp = false;
  return answered;
}

function only(names: readonly string[], questions: Questions): Questions {
  return Object.fromEntries(
    names.flatMap((name) => {
      const question = questions[name];
      return question === undefined ? [] : [[name, question] as const];
    }),
  );
}
