export type Json =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Alerts are flat; a body nested deeper than this is an attack on whatever walks it. */
const deepest = 32;

/** JSON out of raw bytes: UTF-8 that is well formed, nested at most 32 deep. */
export function readJson(bytes: Uint8Array): Json {
  const text = decode(bytes);
  if (text === null) return { kind: 'malformed', problem: 'the body: is not UTF-8 text' };
  if (text.trim() === '') return { kind: 'malformed', problem: 'the body: is empty' };
  if (depthOf(text) > deepest)
    return { kind: 'malformed', problem: `the body: is nested more than ${deepest} deep` };
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'malformed', problem: 'the body: is not JSON' };
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How deep brackets outside of strings are nested, without building anything. */
function depthOf(text: string): number {
  let depth = 0;
  let greatest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inString) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') greatest = Math.max(greatest, (depth += 1));
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return greatest;
}
