import { comparedBy } from '../src/incident/similar.ts';
import { similarDocument } from '../src/message/similar.ts';
import type { Command } from './command.ts';
import { knowing } from './incident-state.ts';

export const similar: Command = {
  name: 'similar',
  summary: 'closed incidents like this one, and what ended them',
  usage: 'similar',
  example: 'similar',
  stage: 'Signal',
  needs: 'incident',
  run: knowing(async ({ incident }, state, responder) => ({
    kind: 'tell',
    document: similarDocument(incident, await responder.similar(incident), comparedBy(state)),
  })),
};
