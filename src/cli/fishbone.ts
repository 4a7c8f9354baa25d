import { nodeVersionProblem } from './node-version.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem === null) {
  const { runFromProcess } = await import('./run-from-process.ts');
  await runFromProcess();
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
