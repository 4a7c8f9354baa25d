/** Preloaded into a real bot: a second after its first outgoing message, something rejects where nobody listens. */
const fetchAsItIs = globalThis.fetch;
let isBroken = false;
globalThis.fetch = async (...request) => {
  if (!isBroken && JSON.stringify(request[0]).includes('chat.postMessage')) {
    isBroken = true;
    setTimeout(() => void Promise.reject(new Error('a bug')), 20);
  }
  return fetchAsItIs(...request);
};
