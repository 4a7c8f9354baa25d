/** What to tell the person about a Node of this version (such as `20.11.1`), or null when it will do. */
export function nodeVersionProblem(running: string): string | null;
