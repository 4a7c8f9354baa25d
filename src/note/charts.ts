import { lineOf } from './markdown-text.ts';

/** Pictures at the end of a note: each with its title, and with words for those who do not see it. */
export function chartsMarkdown(
  charts: readonly { readonly path: string; readonly title: string; readonly alt: string }[],
): string {
  if (charts.length === 0) return '';
  const pictures = charts.map(
    ({ path, title, alt }) => `### ${lineOf([title])}\n\n![${lineOf([alt])}](<${addressOf(path)}>)`,
  );
  return `\n## Charts\n\n${pictures.join('\n\n')}\n`;
}

/** Separators as an address has them; what would end it is written in hexadecimal. */
const addressOf = (path: string): string =>
  path.replaceAll('\\', '/').replaceAll(/[<>%\r\n]/g, encodeURIComponent);
