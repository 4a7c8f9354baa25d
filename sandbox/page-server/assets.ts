import { readFile, readdir } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A file of the page, ready to be sent. */
export type Asset = { readonly type: string; readonly plain: Buffer; readonly zipped: Buffer };

const folder = fileURLToPath(new URL('../page/', import.meta.url));

/** Where each package lives for the page: what its modules import by name. */
export const packages: Readonly<Record<string, string>> = {
  preact: '/page/packages/preact.mjs',
  'preact/hooks': '/page/packages/preact-hooks.mjs',
};

/**
 * The files of the page by the path they are asked for: the TypeScript of `page/` with its types taken off, its style
 * sheets, and the packages. Nothing else can be asked for, so no path leads out.
 */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(?:ts|css)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const own = files.map(async (file): Promise<[string, Asset]> => {
    const text = await readFile(file, 'utf8');
    const path = `/page/${relative(folder, file).split(sep).join('/')}`;
    return file.endsWith('.css')
      ? [path, asset('text/css; charset=utf-8', text)]
      : [path, asset('text/javascript; charset=utf-8', withoutTypes(text))];
  });
  const bought = Object.entries(packages).map(async ([name, path]): Promise<[string, Asset]> => [
    path,
    asset('text/javascript; charset=utf-8', await readPackage(name)),
  ]);
  return new Map(await Promise.all([...own, ...bought]));
}

export function asset(type: string, text: string): Asset {
  const plain = Buffer.from(text, 'utf8');
  return { type, plain, zipped: gzipSync(plain) };
}

/** The module a package gives to whoever imports it, without the pointer to a source map that nobody serves. */
async function readPackage(name: string): Promise<string> {
  const text = await readFile(fileURLToPath(import.meta.resolve(name)), 'utf8');
  return text.replace(/\n\/\/# sourceMappingURL=.*\s*$/u, '\n');
}

/** Node says at the first call that stripping is experimental; that is our business, not that of whoever starts us. */
function withoutTypes(text: string): string {
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = warn;
  }
}
