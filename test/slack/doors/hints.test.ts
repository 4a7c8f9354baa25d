import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../commands/parse.ts';
import { unknownCommand } from '../../../src/slack/doors/hints.ts';

const commands = [{ name: 'scope', example: 'scope country' }];

/** What is said below a line that no command answers to. */
function hintTo(line: string): string {
  const parsed = parseLine(line, commands);
  if (parsed.kind !== 'unknown') throw new Error(`${line} is a command`);
  return JSON.stringify(unknownCommand(parsed).blocks.at(-1));
}

describe('a command that is not there', () => {
  test('is answered with the list of all commands, once, when nothing is near', () => {
    const hint = hintTo('xyzzyplugh');
    expect(hint).toContain('All commands: ');
    expect(hint.match(/rca help/g)).toHaveLength(1);
  });

  test('is answered with the example of the one that is near, and with the list', () => {
    const hint = hintTo('scpoe country');
    expect(hint).toContain('/rca scope country');
    expect(hint.match(/rca help/g)).toHaveLength(1);
  });
});
