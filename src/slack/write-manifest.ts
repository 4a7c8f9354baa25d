import { readFileSync, writeFileSync } from 'node:fs';
import { manifestJson } from './manifest-json.ts';

// Run by `npm run manifest`, from the root of the project.
writeFileSync('manifest.json', manifestJson(readFileSync('manifest.yml', 'utf8')));
