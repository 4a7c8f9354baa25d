import type { Command } from './command.ts';
import { showing } from './showing.ts';

export const suspects: Command = {
  name: 'suspects',
  summary: 'who is suspected, what speaks for it',
  usage: 'suspects',
  example: 'suspects',
  stage: 'Suspects',
  needs: 'incident',
  run: showing('suspects'),
};
