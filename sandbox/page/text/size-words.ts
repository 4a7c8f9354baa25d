/** How large a file is, as Slack says it: `512 B`, `31 kB`, `1.4 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 ** 2).toFixed(1).replace(/\.0$/u, '')} MB`;
}
