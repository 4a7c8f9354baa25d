const named: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);

/**
 * What a person typed, from what Slack sends for it: `<@U1|ana>` is `@ana` again, `<#C1|ml>` is `#ml`, links are links,
 * entities are characters. Pure.
 */
export function unescapeSlack(text: string): string {
  return text
    .replaceAll(/<([^<>]*)>/g, (_, inside: string) => readToken(inside))
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => named.get(entity) ?? entity);
}

function readToken(inside: string): string {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : inside.slice(bar + 1);
  const rest = target.slice(1);
  if (target.startsWith('@')) return `@${label === '' ? rest : label.replace(/^@/, '')}`;
  if (target.startsWith('#')) return `#${label === '' ? rest : label.replace(/^#/, '')}`;
  if (target.startsWith('!')) return readSpecial(rest, label);
  if (label === '') return target;
  // Slack makes a link of `model.v2.example` in a sentence; its label is what was typed.
  return target.endsWith(label) ? label : `${label} (${target})`;
}

/** `<!here>`, `<!subteam^S1|@oncall>`, `<!date^…|fallback>`. */
function readSpecial(rest: string, label: string): string {
  const [name = ''] = rest.split('^');
  if (name === 'date') return label;
  if (name === 'subteam')
    return label === '' ? `@${rest.split('^')[1] ?? ''}` : `@${label.replace(/^@/, '')}`;
  return `@${name}`;
}
