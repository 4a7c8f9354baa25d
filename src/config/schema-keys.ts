import { z } from 'zod';

/** The schema below optional, default, readonly. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return bare(schema.def.innerType);
  }
  // What is written, not what it is turned into.
  return schema instanceof z.ZodPipe ? bare(schema.def.in) : schema;
}

/** The description and the example of a schema, however deep under optional and default they were written. */
export function aboutSchema(schema: z.core.$ZodType): { description: string; example: unknown } {
  const own = z.globalRegistry.get(schema);
  if (own?.description !== undefined) {
    const examples: unknown = own['examples'];
    return { description: own.description, example: Array.isArray(examples) ? examples[0] : undefined };
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return aboutSchema(schema.def.innerType);
  }
  return { description: '', example: undefined };
}

/** The schemas that a value at this path may follow: several where alternatives exist, none when the path leads nowhere. */
export function schemasAt(
  schema: z.core.$ZodType,
  path: readonly (string | number)[],
): readonly z.core.$ZodType[] {
  const at = bare(schema);
  if (at instanceof z.ZodUnion) return at.options.flatMap((option) => schemasAt(option, path));
  const [first, ...rest] = path;
  if (first === undefined) return [schema];
  if (at instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = at.shape;
    const child = Object.hasOwn(shape, first) ? shape[String(first)] : undefined;
    return child === undefined ? [] : schemasAt(child, rest);
  }
  if (at instanceof z.ZodRecord) return schemasAt(at.valueType, rest);
  if (at instanceof z.ZodArray) return schemasAt(at.element, rest);
  return [];
}

/** The keys that may stand in the mapping at this path. */
export function keysAt(schema: z.core.$ZodType, path: readonly (string | number)[]): readonly string[] {
  const keys = schemasAt(schema, path).flatMap((each) => {
    const at = bare(each);
    return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
  });
  return [...new Set(keys)];
}

/** What may stand there, in words: `text`, `a list of text`, `one of a, b`. */
export function typeWords(schema: z.core.$ZodType): string {
  const at = bare(schema);
  if (at instanceof z.ZodLiteral) return [...at.values].map((value) => `\`${String(value)}\``).join(' or ');
  if (at instanceof z.ZodEnum) return `one of ${at.options.map((option) => `\`${option}\``).join(', ')}`;
  if (at instanceof z.ZodNumber) return numberWords(at);
  if (at instanceof z.ZodBoolean) return 'true or false';
  if (at instanceof z.ZodURL) return 'a URL';
  if (at instanceof z.ZodArray) return `a list of ${typeWords(at.element)}`;
  if (at instanceof z.ZodUnion) return alternatives(at);
  if (at instanceof z.ZodObject || at instanceof z.ZodRecord) return 'a mapping';
  if (at instanceof z.ZodString) return patternWords(at) ?? 'text';
  return 'a value';
}

function alternatives(union: z.ZodUnion): string {
  return [...new Set(union.options.map(typeWords))].join(' or ');
}

function numberWords(schema: z.ZodNumber): string {
  const kind = schema.isInt ? 'a whole number' : 'a number';
  const { minValue, maxValue } = schema;
  if (minValue === null || maxValue === null || maxValue > 1e9) return kind;
  return `${kind} from ${minValue} to ${maxValue}`;
}

/** A pattern's own words are the message it was declared with. */
function patternWords(schema: z.ZodString): string | null {
  const tried = schema.safeParse('\u0000');
  const issue = tried.error?.issues[0];
  return issue?.code === 'invalid_format' ? issue.message : null;
}
