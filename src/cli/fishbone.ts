import { enableCompileCache } from 'node:module';
import { nodeVersionProblem } from './node-version.mjs';

// What was compiled once is kept beside other temporary files, so that the next start takes half as long.
enableCompileCache();
const problem = nodeVersionProblem(process.versions.node);
if (problem === null) {
  const { runFromProcess } = await import('./run-from-process.ts');
  await runFromProcess();
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
