import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Import = {
  /** A file of the house as a path from its top, or a package as it is written: `node:fs/promises`, `zod`. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
};

/** One file: where it stands, what it is made of, what it leans on. */
export type SourceFile = {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
};
export type House = readonly SourceFile[];

const floors = ['src', 'commands', 'storage', 'sandbox'];

/** The files of the house as they stand on the disk. */
export function readHouse(): House {
  const paths = floors.flatMap((floor) =>
    readdirSync(floor, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.m?ts$|\.mjs$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return paths.sort().map((path) => sourceFile(path, readFileSync(path, 'utf8')));
}

/** A house made up for a test: file by file, path and text. */
export function houseOf(files: Readonly<Record<string, string>>): House {
  return Object.entries(files).map(([path, text]) => sourceFile(path, text));
}

function sourceFile(path: string, text: string): SourceFile {
  return { path, text, imports: importsOf(path, withoutComments(text)) };
}

const STATIC = /^[ \t]*(?:import|export)\s+(?:(type)\s+)?(?:[\w$*{][^'";]*?\bfrom\s*)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

function importsOf(path: string, code: string): readonly Import[] {
  const resolved = (name: string): string => (name.startsWith('.') ? join(dirname(path), name) : name);
  return [
    ...[...code.matchAll(STATIC)].map(([, type, name = '']) => ({
      to: resolved(name),
      typeOnly: type !== undefined,
      dynamic: false,
    })),
    ...[...code.matchAll(DYNAMIC)].map(([, name = '']) => ({
      to: resolved(name),
      typeOnly: false,
      dynamic: true,
    })),
  ];
}

/** Good enough for prettier's output: no rule looks inside strings for comments. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$|(?<=[;,{}()\s])\/\/ .*$/gm, '');
}

/** The code alone, so that a rule about calls is not fooled by a comment or a text that speaks of them. */
export function codeOf({ text }: SourceFile): string {
  return withoutComments(text).replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}

/** `src/alert/formats/grafana.ts` stands in `alert`, `storage/open.ts` in `storage`, `src/main.ts` in itself. */
export function roomOf(path: string): string {
  const [floor = '', room = ''] = path.split('/');
  if (floor !== 'src') return floor;
  return path.split('/').length === 2 ? path : room;
}

export const isOurs = (to: string): boolean => floors.some((floor) => to.startsWith(`${floor}/`));
