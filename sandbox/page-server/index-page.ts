import { createHash } from 'node:crypto';
import { packages } from './assets.ts';

const importMap = JSON.stringify({ imports: packages });
const importMapHash = createHash('sha256').update(importMap).digest('base64');

/** Nothing from elsewhere, nothing written into the page, no frame around it. */
export const pagePolicy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${importMapHash}'`,
  "style-src 'self'",
  // A picture that is attached and not sent yet is shown from the browser's own memory.
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#3f0e40"/><path d="M4 8h8M6 5l-2 3 2 3M9 5l-2 3 2 3" stroke="#fff" stroke-width="1.3" fill="none"/></svg>',
)}`;

/** @param paths every module and style sheet, so that the browser asks for all of them at once */
export function indexPage(paths: readonly string[]): string {
  const styles = paths.filter((path) => path.endsWith('.css')).toSorted();
  const modules = paths.filter((path) => !path.endsWith('.css')).toSorted();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sandbox</title>
<link rel="icon" href="${icon}">
${styles.map((path) => `<link rel="stylesheet" href="${path}">`).join('\n')}
<script type="importmap">${importMap}</script>
${modules.map((path) => `<link rel="modulepreload" href="${path}">`).join('\n')}
<script type="module" src="/page/main.ts"></script>
</head>
<body>
<div id="app"><p class="loading">Opening the workspace …</p></div>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;
}
