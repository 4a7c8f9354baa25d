/** Where time comes from: it arrives as an argument, so that a replay and a test can say what time it is. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
