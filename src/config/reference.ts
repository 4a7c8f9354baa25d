import { z } from 'zod';
import { FishboneConfig } from './schema.ts';
import { aboutSchema, bare, typeWords } from './schema-keys.ts';

/** One key as a person reads about it. `path` writes a name of one's own choice as `<model>` and a list's entry as `[]`. */
type KeyEntry = {
  readonly path: string;
  readonly key: string;
  readonly type: string;
  readonly required: boolean;
  readonly otherwise: unknown;
  readonly description: string;
  readonly example: unknown;
};

type Section = {
  readonly path: string;
  readonly description: string;
  readonly keys: readonly KeyEntry[];
};

/** What the free keys of a mapping are called, by the mapping's path. */
const freeKeys: Readonly<Record<string, string>> = {
  sources: 'source',
  models: 'model',
  actions: 'action',
  monitors: 'monitor',
  'monitors.<monitor>.thresholds': 'threshold',
  'monitors.<monitor>.budgets': 'stage',
  'monitors.<monitor>.segment': 'segment',
  'monitors.<monitor>.expected[].segment': 'segment',
  'models.<model>.infra.labels.segments': 'segment',
  'models.<model>.checks': 'check',
  'models.<model>.checks.<check>': 'threshold',
  'models.<model>.predictions.scores': 'class',
};

/** Every mapping of the configuration with the keys that may stand in it, in the order of the schema. */
export function configSections(): readonly Section[] {
  return sectionsOf(FishboneConfig, '');
}

/** The part of `docs/configuration.md` that lists every key. Places with the same keys share a section. */
export function configReference(): string {
  const places = new Map<string, Section[]>();
  for (const section of configSections()) {
    const lines = section.keys.map(keyLine).join('\n');
    if (lines !== '') places.set(lines, [...(places.get(lines) ?? []), section]);
  }
  return [...places]
    .map(([lines, sections]) => {
      const title = sections.map(({ path }) => (path === '' ? 'The whole file' : `\`${path}\``)).join(', ');
      const descriptions = new Set(
        sections.map((section) => section.description).filter((text) => text !== ''),
      );
      return [`### ${title}`, ...descriptions, lines].join('\n\n');
    })
    .join('\n\n');
}

function sectionsOf(schema: z.core.$ZodType, path: string): readonly Section[] {
  const at = bare(schema);
  if (at instanceof z.ZodUnion)
    return mergeSections(at.options.flatMap((option) => sectionsOf(option, path)));
  if (at instanceof z.ZodArray) return sectionsOf(at.element, `${path}[]`);
  if (at instanceof z.ZodRecord) return recordSections(at, schema, path);
  if (!(at instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, z.core.$ZodType>> = at.shape;
  const own = Object.entries(shape).map(([key, child]) => keyEntry(key, child, join(path, key)));
  const below = Object.entries(shape).flatMap(([key, child]) => sectionsOf(child, join(path, key)));
  return [{ path, description: aboutSchema(schema).description, keys: own }, ...below];
}

function recordSections(record: z.ZodRecord, schema: z.core.$ZodType, path: string): readonly Section[] {
  const name = `<${freeKeys[path] ?? 'name'}>`;
  const value = bare(record.valueType);
  if (value instanceof z.ZodObject || value instanceof z.ZodUnion || value instanceof z.ZodRecord) {
    return sectionsOf(record.valueType, join(path, name));
  }
  const { description } = aboutSchema(schema);
  return [{ path, description, keys: [keyEntry(name, record.valueType, join(path, name))] }];
}

/** Alternatives at the same place are one section that lists the keys of all. */
function mergeSections(sections: readonly Section[]): readonly Section[] {
  const merged = new Map<string, Section>();
  for (const section of sections) {
    const known = merged.get(section.path);
    const keys = known === undefined ? section.keys : [...known.keys, ...section.keys].map(optional);
    merged.set(section.path, { ...section, keys });
  }
  return [...merged.values()];
}

function optional(entry: KeyEntry): KeyEntry {
  return { ...entry, required: false };
}

function keyEntry(key: string, schema: z.core.$ZodType, path: string): KeyEntry {
  const { description, example } = aboutSchema(schema);
  const tried = z.safeParse(schema, undefined);
  return {
    path,
    key,
    type: typeWords(schema),
    required: !tried.success && !key.startsWith('<'),
    otherwise: tried.success ? tried.data : undefined,
    description,
    example,
  };
}

function keyLine(entry: KeyEntry): string {
  const otherwise = otherwiseWords(entry.otherwise);
  const need = entry.required ? ', required' : otherwise;
  const example = entry.example === undefined ? '' : ` Example: \`${entry.key}: ${flow(entry.example)}\``;
  return `- \`${entry.key}\` (${entry.type}${need}). ${entry.description}${example}`.trimEnd();
}

function otherwiseWords(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `, \`${value}\` when not given` : '';
}

/** A value as one line of YAML. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => `${key}: ${flow(inner)}`);
    return `{ ${entries.join(', ')} }`;
  }
  const text = String(value);
  if (typeof value !== 'string' || /^[A-Za-z./$][\w./${} -]*$/.test(text)) return text;
  return `'${text.replaceAll("'", "''")}'`;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
