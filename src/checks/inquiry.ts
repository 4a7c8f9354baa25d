import type { Answers, Questions } from './question.ts';

/**
 * A pure conversation with the data: it yields what it wants to know, is given the answers, and returns its result.
 * Whoever runs it decides where the questions go, and may put those of several inquiries into one scan.
 */
export type Inquiry<Result> = Generator<Questions, Result, Answers>;
