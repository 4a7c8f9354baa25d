import { trayDocument } from '../src/message/next-actions.ts';
import type { Command } from './command.ts';
import { knowing } from './incident-state.ts';

export const tray: Command = {
  name: 'tray',
  summary: 'what can be done now; the same as nothing at all',
  usage: 'tray',
  example: 'tray',
  stage: 'any time',
  needs: 'incident',
  run: knowing(async (_request, state) => ({ kind: 'tell', document: trayDocument(state) })),
};
