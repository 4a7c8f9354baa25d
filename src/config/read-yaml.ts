import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import { substitute } from './environment.ts';
import type { Environment } from './environment.ts';
import { dotted, problem } from './problem.ts';
import type { Finding, KeyPath, Position } from './problem.ts';
import { syntaxProblem } from './yaml-words.ts';

/** A file as plain values, with where each key stands and which values came from the environment. */
export type Reading = {
  readonly value: unknown;
  /** By dotted key. The key of a mapping's entry, the item of a list. */
  readonly positions: ReadonlyMap<string, Position>;
  /** By dotted key: the variables that were put into the value there. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  readonly findings: readonly Finding[];
  /** What YAML itself does not accept; then there is no value. */
  readonly syntax: readonly (Position & { readonly message: string })[];
};

/** Far above any honest file: an alias of aliases multiplies, and must not eat the machine. */
const mostNodes = 50_000;
const deepest = 40;

/** Reads YAML 1.2. Variables are put into values (never keys) after parsing, so they may hold any character. */
export function readYaml(text: string, environment: Environment): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const syntax = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    message: syntaxProblem(error),
  }));
  const walk = new Walk(document, environment, at);
  const value = syntax.length > 0 ? undefined : walk.read(document.contents, [], 0);
  return { value, positions: walk.positions, variables: walk.variables, findings: walk.findings, syntax };
}

class Walk {
  readonly positions = new Map<string, Position>();
  readonly variables = new Map<string, readonly string[]>();
  readonly findings: Finding[] = [];
  private nodes = 0;
  private readonly document: Document.Parsed;
  private readonly environment: Environment;
  private readonly at: (offset: number) => Position;

  constructor(document: Document.Parsed, environment: Environment, at: (offset: number) => Position) {
    this.document = document;
    this.environment = environment;
    this.at = at;
  }

  read(node: Node | null, path: KeyPath, depth: number): unknown {
    this.nodes += 1;
    if (this.nodes > mostNodes || depth > deepest) return this.tooMuch(path);
    if (node === null) return null;
    if (isAlias(node)) return this.read(node.resolve(this.document) ?? null, path, depth + 1);
    if (isScalar(node)) return this.scalar(node.value, path);
    if (isSeq<Node>(node)) {
      return node.items.map((item, index) => {
        this.mark(item, [...path, index]);
        return this.read(item, [...path, index], depth + 1);
      });
    }
    return isMap<Node, Node | null>(node) ? this.mapping(node.items, path, depth) : null;
  }

  private mapping(
    items: readonly { readonly key: Node; readonly value: Node | null }[],
    path: KeyPath,
    depth: number,
  ): unknown {
    const entries: [string, unknown][] = [];
    for (const { key, value } of items) {
      const name = isScalar(key) ? plainName(key.value) : null;
      if (name === null || name === '__proto__') {
        this.findings.push(problem(path, 'a key here is not a plain name'));
        continue;
      }
      this.mark(key, [...path, name]);
      entries.push([name, this.read(value, [...path, name], depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  private scalar(value: unknown, path: KeyPath): unknown {
    if (typeof value !== 'string' || !value.includes('${')) return value;
    const { text, used, missing, malformed } = substitute(value, this.environment);
    if (used.length > 0) this.variables.set(dotted(path), used);
    for (const name of missing) {
      this.findings.push(
        problem(path, `the environment variable ${name} is not set; set it, or write \${${name}:-otherwise}`),
      );
    }
    for (const inside of malformed) {
      this.findings.push(
        problem(
          path,
          `'\${${inside.slice(0, 20)}}' is not a variable; write \${NAME} or \${NAME:-otherwise}, or $\${ for a plain \${`,
        ),
      );
    }
    return text;
  }

  private mark(node: Node | null, path: KeyPath): void {
    const offset = node?.range?.[0];
    if (offset !== undefined && !this.positions.has(dotted(path)))
      this.positions.set(dotted(path), this.at(offset));
  }

  private tooMuch(path: KeyPath): null {
    const message = 'the file grows beyond measure here: an alias repeats itself or others too often';
    if (!this.findings.some((each) => each.message === message)) this.findings.push(problem(path, message));
    return null;
  }
}

function plainName(key: unknown): string | null {
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean' ? String(key) : null;
}
