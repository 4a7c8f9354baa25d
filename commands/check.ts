import type { Segment } from '../src/alert/alert.ts';
import { CHECKS } from '../src/checks/list.ts';
import type { Document } from '../src/message/document.ts';
import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';
import { readAssignment } from './parse.ts';

export const check: Command = {
  name: 'check',
  summary: 'run a check; alone: which there are',
  usage: 'check [name] [dimension=value…]',
  example: 'check null-rate country=BR',
  needs: 'nothing',
  async run({ incident, person, words }, responder) {
    const [name, ...rest] = words;
    if (name === undefined) return { kind: 'tell', document: listOfChecks() };
    if (incident === null) return tell('which incident?', `Write it in front: INC-12 check ${name}`);
    const segment = new Map<string, Segment[string]>();
    for (const word of rest) {
      const said = readAssignment(word);
      if (said === null)
        return tell(`'${word}' is not a segment`, `Write dimension=value: check ${name} country=BR`);
      if (said.value === '')
        return tell(`${said.name} needs a value`, `Write dimension=value: check ${name} country=BR`);
      if (segment.has(said.name))
        return tell(`${said.name} is named twice`, 'A segment has one value of a dimension.');
      segment.set(said.name, valueOf(said.value));
    }
    return replyOf(
      await responder.runCheck({
        incident,
        check: name.toLowerCase(),
        segment: Object.fromEntries(segment),
        parameters: {},
        person,
      }),
    );
  },
};

/** `true` and `false` as the tables spell booleans; `null` is the missing value; the rest is text. */
function valueOf(word: string): Segment[string] {
  if (word === 'true' || word === 'false') return word === 'true';
  return word === 'null' ? null : word;
}

function listOfChecks(): Document {
  return {
    summary: `${CHECKS.length} checks: ${CHECKS.map((one) => one.about.id).join(', ')}`,
    blocks: [
      { kind: 'list', items: CHECKS.map((one) => [{ code: one.about.id }, ` ${one.about.question}`]) },
    ],
  };
}
