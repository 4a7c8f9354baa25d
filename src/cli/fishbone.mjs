#!/usr/bin/env node
/// <reference types="node" />
// The door a shell opens. An old Node that starts it hands over to the Node 24 that `npm install` put beside the other
// packages; without one it says what is missing instead of failing on the first TypeScript file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { nodeVersionProblem } from './node-version.mjs';

const problem = nodeVersionProblem(process.versions.node);
const entry = fileURLToPath(new URL('./fishbone.ts', import.meta.url));
const ownNode = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

if (problem === null) {
  await import('./fishbone.ts');
} else if (existsSync(ownNode)) {
  handOver();
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

function handOver() {
  const child = spawn(ownNode, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches both; the child decides how to end. Other signals reach only this process and are passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${problem}\nThe Node at ${ownNode} does not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
}
