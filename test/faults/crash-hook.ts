/**
 * Preloaded into a real bot (`node --import`): ends the process with SIGKILL at the step that the environment names. A step
 * is a place where a crash could tear something apart: before and after a commit, before a call goes out and after it was
 * answered. Nothing of the bot knows of it.
 */
import SqliteDatabase from 'better-sqlite3';
import type { Database } from 'better-sqlite3';

const crashAt = Number(process.env['CRASH_AT_STEP'] ?? 'NaN');
let steps = 0;

function step(): void {
  steps += 1;
  if (steps === crashAt) process.kill(process.pid, 'SIGKILL');
}

/** The driver's own way of making a transaction, kept before it is replaced. */
const asItIs = Object.getOwnPropertyDescriptor(SqliteDatabase.prototype, 'transaction')
  ?.value as Database['transaction'];

/** The bot writes in immediate transactions and reads in deferred ones; only what is written can be torn apart. */
function transactionWithSteps(this: Database, work: () => unknown): unknown {
  const stepping = asItIs.call(this, () => {
    const result = work();
    step();
    return result;
  });
  const plain = asItIs.call(this, work);
  return Object.assign(() => plain(), {
    deferred: () => plain.deferred(),
    immediate: () => {
      const result = stepping.immediate();
      step();
      return result;
    },
  });
}
Object.assign(SqliteDatabase.prototype, { transaction: transactionWithSteps });

const fetchAsItIs = globalThis.fetch;
globalThis.fetch = async (...request) => {
  step();
  const response = await fetchAsItIs(...request);
  step();
  return response;
};
