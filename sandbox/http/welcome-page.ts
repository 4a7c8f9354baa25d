import type { Core } from '../core.ts';

/** A plain page that says which channels exist. */
export function welcomePage(core: Core): string {
  const { team, channels } = core.workspace.state;
  const items = [...channels.values()]
    .map((it) => `<li>#${escapeHtml(it.name)} <code>${it.id}</code></li>`)
    .join('');
  return `<!doctype html><title>${escapeHtml(team.name)}</title><h1>${escapeHtml(team.name)}</h1><ul>${items}</ul>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
