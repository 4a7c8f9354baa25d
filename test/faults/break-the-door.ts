import { isMainThread } from 'node:worker_threads';

/** Preloaded into a real bot: three seconds after it was started, the thread of the door for alerts breaks. */
if (!isMainThread) {
  setTimeout(() => {
    throw new Error('a bug in the door');
  }, 3000);
}
