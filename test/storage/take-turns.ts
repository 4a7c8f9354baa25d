/** A thread that takes one turn at the counter it is given, says so, and holds it until it is told to go on, or for ever. */
import { parentPort, workerData } from 'node:worker_threads';
import { createWriteTurns } from '../../storage/write-turns.ts';

const { memory, gate, log, number } = workerData as {
  readonly memory: SharedArrayBuffer;
  readonly gate: SharedArrayBuffer;
  readonly log: SharedArrayBuffer;
  readonly number: number;
};
parentPort?.postMessage('asks');
createWriteTurns(memory).take(() => {
  const order = new Int32Array(log);
  order[Atomics.add(order, 0, 1) + 1] = number;
  parentPort?.postMessage('has it');
  Atomics.wait(new Int32Array(gate), 0, 0);
});
