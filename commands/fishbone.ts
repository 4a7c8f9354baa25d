import type { Command } from './command.ts';
import { showing } from './showing.ts';

export const fishbone: Command = {
  name: 'fishbone',
  summary: 'the suspects as a cause-and-effect diagram',
  usage: 'fishbone',
  example: 'fishbone',
  stage: 'Suspects',
  needs: 'incident',
  run: showing('fishbone'),
};
