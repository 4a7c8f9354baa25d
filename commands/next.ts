import type { Command } from './command.ts';
import { showing } from './showing.ts';

export const next: Command = {
  name: 'next',
  summary: 'which check would tell most, and what each answer would mean',
  usage: 'next',
  example: 'next',
  stage: 'Suspects',
  needs: 'incident',
  run: showing('next'),
};
