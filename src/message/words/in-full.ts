import type { Text } from '../document.ts';

/** Where all of an incident can be read when a message in its thread has no room for it. */
export const inFull = (incident: string): Text => [
  'All of it: ',
  { code: 'note' },
  ' adds it here as files, ',
  ...atTerminal(incident),
];

/** The same for a note that has its files below it. */
export const inFiles = (incident: string): Text => [
  'All of it is in the files below, and ',
  ...atTerminal(incident),
];

const atTerminal = (incident: string): Text => [
  { code: `fishbone export ${incident}` },
  ' writes it at the terminal.',
];
