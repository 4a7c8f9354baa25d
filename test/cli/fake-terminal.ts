import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that remembers what was said to it. */
export type FakeTerminal = Terminal & { readonly said: () => { readonly out: string; readonly err: string } };

export function fakeTerminal(options: Partial<Terminal> = {}): FakeTerminal {
  let out = '';
  let err = '';
  return {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    width: 100,
    environment: {},
    cancelled: new AbortController().signal,
    said: () => ({ out, err }),
    ...options,
  };
}
