import { writeFile } from 'node:fs/promises';
import { documents } from './written.ts';

// Run by `npm run docs`: brings the tables in the documents up to the lists in the code.
for (const { file, before, after } of await documents()) if (before !== after) await writeFile(file, after);
