// Plain JavaScript on purpose: an old Node reads this file and can say what is wrong; it cannot read the others.

const oldestNode = 24;

/**
 * @param {string} running such as `20.11.1`
 * @returns {string | null} what to tell the person, or null when this Node will do
 */
export function nodeVersionProblem(running) {
  if (Number.parseInt(running, 10) >= oldestNode) return null;
  return (
    `Fishbone needs Node ${oldestNode} or newer; this is Node ${running}.\n` +
    `Install Node ${oldestNode} (https://nodejs.org), or run \`npm install\` here: it brings a Node ${oldestNode} that \`npm run fishbone\` uses.`
  );
}
