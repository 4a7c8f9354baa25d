/** One thing that a deploy must pass. `unknown`: it could not be looked at, which is no pass. */
export type Gate = {
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'unknown';
  readonly words: string;
};

/** All the gates of one run; `measured` is what was logged besides, and decides nothing. */
export type GateRun = {
  readonly title: string;
  readonly gates: readonly Gate[];
  readonly measured: readonly {
    readonly titles: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
};

/** Failed before unknown before passed. */
export function resultOf({ gates }: Pick<GateRun, 'gates'>): Gate['result'] {
  if (gates.some(({ result }) => result === 'failed')) return 'failed';
  return gates.length === 0 || gates.some(({ result }) => result === 'unknown') ? 'unknown' : 'passed';
}

/** 0 passed, 1 failed, 3 could not be looked at; 2 is for a command that was typed wrongly. */
export function exitCodeOf(run: Pick<GateRun, 'gates'>): number {
  return { passed: 0, failed: 1, unknown: 3 }[resultOf(run)];
}
