/** What a file is, by the end of its name: as browsers call it, as Slack calls it, and as Slack shows it to people. */
export type FileKind = { readonly mimetype: string; readonly filetype: string; readonly prettyType: string };

const kinds: Readonly<Record<string, FileKind>> = Object.fromEntries(
  [
    ['png', 'image/png', 'png', 'PNG'],
    ['jpg', 'image/jpeg', 'jpg', 'JPEG'],
    ['jpeg', 'image/jpeg', 'jpg', 'JPEG'],
    ['gif', 'image/gif', 'gif', 'GIF'],
    ['webp', 'image/webp', 'webp', 'WebP'],
    ['svg', 'image/svg+xml', 'svg', 'SVG'],
    ['txt', 'text/plain', 'text', 'Plain Text'],
    ['log', 'text/plain', 'text', 'Plain Text'],
    ['md', 'text/markdown', 'markdown', 'Markdown'],
    ['html', 'text/html', 'html', 'HTML'],
    ['csv', 'text/csv', 'csv', 'CSV'],
    ['tsv', 'text/tab-separated-values', 'tsv', 'TSV'],
    ['json', 'application/json', 'json', 'JSON'],
    ['jsonl', 'application/x-ndjson', 'text', 'JSON Lines'],
    ['yml', 'application/yaml', 'yaml', 'YAML'],
    ['yaml', 'application/yaml', 'yaml', 'YAML'],
    ['sql', 'text/plain', 'sql', 'SQL'],
    ['py', 'text/x-python', 'python', 'Python'],
    ['ts', 'text/plain', 'typescript', 'TypeScript'],
    ['js', 'text/javascript', 'javascript', 'JavaScript'],
    ['sh', 'text/x-shellscript', 'shell', 'Shell'],
    ['diff', 'text/x-diff', 'diff', 'Diff'],
    ['patch', 'text/x-diff', 'diff', 'Diff'],
    ['ipynb', 'application/x-ipynb+json', 'json', 'Jupyter Notebook'],
    ['pdf', 'application/pdf', 'pdf', 'PDF'],
    ['zip', 'application/zip', 'zip', 'Zip'],
    ['gz', 'application/gzip', 'gzip', 'Gzip'],
    ['parquet', 'application/vnd.apache.parquet', 'binary', 'Parquet'],
    ['mp4', 'video/mp4', 'mp4', 'MPEG 4 Video'],
    ['mov', 'video/quicktime', 'mov', 'QuickTime Movie'],
    [
      'xlsx',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'xlsx',
      'Excel Spreadsheet',
    ],
    [
      'docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'docx',
      'Word Document',
    ],
  ].map(([ending = '', mimetype = '', filetype = '', prettyType = '']) => [
    ending,
    { mimetype, filetype, prettyType },
  ]),
);

/** An unknown ending, or none, is `Binary`. */
export function fileKind(name: string): FileKind {
  const ending = name.includes('.') ? (name.split('.').at(-1)?.toLowerCase() ?? '') : '';
  const known = Object.hasOwn(kinds, ending) ? kinds[ending] : undefined;
  return known ?? { mimetype: 'application/octet-stream', filetype: 'binary', prettyType: 'Binary' };
}

/** The media type of a picture that a browser can show; undefined for every other file. */
export function imageTypeOf(name: string): string | undefined {
  const { mimetype } = fileKind(name);
  return mimetype.startsWith('image/') ? mimetype : undefined;
}
