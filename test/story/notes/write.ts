import { mkdir, writeFile } from 'node:fs/promises';
import { writtenNotes } from './written-notes.ts';

// Run by `npm run notes`: plays the three worked examples over the local Slack and keeps their notes under docs/examples.
const folder = 'docs/examples';
await mkdir(folder, { recursive: true });
for (const { file, text } of await writtenNotes()) await writeFile(`${folder}/${file}`, text);
