import { CHECKS, TRIAGE_CHECKS } from '../src/checks/list.ts';
import type { Document } from '../src/message/document.ts';
import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';
import { readSegment } from './segment-words.ts';

export const check: Command = {
  name: 'check',
  summary: 'run a check, or several; alone: which there are',
  usage: 'check [name… | all] [dimension=value…]',
  example: 'check null-rate country=BR',
  stage: 'Suspects',
  needs: 'nothing',
  async run({ incident, person, words }, responder) {
    const [name, ...rest] = words;
    if (name === undefined) return { kind: 'tell', document: listOfChecks() };
    if (incident === null) return tell('which incident?', `Write it in front: INC-12 check ${name}`);
    const known = new Set(CHECKS.map((one) => one.about.id));
    const further = rest.filter((word) => known.has(word.toLowerCase())).map((word) => word.toLowerCase());
    const read = readSegment(
      rest.filter((word) => !known.has(word.toLowerCase())),
      `check ${name} country=BR`,
    );
    if ('message' in read) return tell(read.message, read.hint);
    const { segment } = read;
    const named = [name.toLowerCase(), ...further];
    const checks = named.includes('all') ? TRIAGE_CHECKS.map((one) => one.about.id) : named;
    const [only, ...more] = checks;
    if (only !== undefined && more.length === 0)
      return replyOf(await responder.runCheck({ incident, check: only, segment, parameters: {}, person }));
    return replyOf(await responder.runChecks({ incident, checks, segment, person }));
  },
};

function listOfChecks(): Document {
  return {
    summary: `${CHECKS.length} checks: ${CHECKS.map((one) => one.about.id).join(', ')}`,
    blocks: [
      { kind: 'list', items: CHECKS.map((one) => [{ code: one.about.id }, ` ${one.about.question}`]) },
    ],
  };
}
