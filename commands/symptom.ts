import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

export const symptom: Command = {
  name: 'symptom',
  summary: 'what changed, by how much, since when',
  usage: 'symptom',
  example: 'symptom',
  stage: 'Symptom',
  needs: 'incident',
  async run({ incident, person }, responder) {
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 symptom');
    return replyOf(await responder.measureSymptom({ incident, person }));
  },
};
