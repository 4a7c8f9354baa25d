import type { Token } from './mrkdwn.ts';

/**
 * Puts tokens into chunks of at most `limit` characters. A full chunk is broken at the best place in its second half:
 * a line's end, else a sentence's, else a space. `newlineCost` is what each line break will cost more than itself.
 */
export function packTokens(tokens: readonly Token[], limit: number, newlineCost = 0): readonly string[] {
  const cost = (token: Token) => token.text.length + newlineCost * (token.text.split('\n').length - 1);
  const chunks: string[] = [];
  let open: Token[] = [];
  let size = newlineCost;
  for (const token of tokens) {
    while (open.length > 0 && size + cost(token) > limit) {
      const at = bestBreak(open);
      chunks.push(join(open.slice(0, at)));
      open = open.slice(at);
      size = newlineCost + open.reduce((sum, it) => sum + cost(it), 0);
    }
    open.push(token);
    size += cost(token);
  }
  chunks.push(join(open));
  return chunks.filter((chunk) => chunk.trim() !== '');
}

function bestBreak(tokens: readonly Token[]): number {
  let best = { at: tokens.length, rank: -1 };
  for (let index = Math.floor(tokens.length / 2); index < tokens.length; index += 1) {
    const rank = tokens[index]?.after ?? 0;
    if (rank >= best.rank) best = { at: index + 1, rank };
  }
  return best.at;
}

function join(tokens: readonly Token[]): string {
  return tokens
    .map((token) => token.text)
    .join('')
    .replaceAll(/^\n+|\s+$/g, '');
}
