import type { Command } from './command.ts';
import { showing } from './showing.ts';

export const suspects: Command = {
  name: 'suspects',
  summary: 'the ranked suspects, with what speaks for and against',
  usage: 'suspects',
  example: 'suspects',
  needs: 'incident',
  run: showing('suspects'),
};
