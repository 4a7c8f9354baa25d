import { z } from 'zod';
import { FishboneConfig } from './schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A value that is, or contains, a variable: allowed wherever a text or number of some form is asked for. */
const variable = { type: 'string', pattern: String.raw`\$\{` } as const;

/**
 * fishbone.yml as JSON Schema (draft 2020-12), for editors: put
 * `# yaml-language-server: $schema=docs/fishbone.schema.json` on the first line of the file.
 */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(FishboneConfig, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
      if (hasForm(jsonSchema)) allowVariable(jsonSchema);
    },
  });
  return { title: 'fishbone.yml', ...schema };
}

function hasForm(schema: JsonSchema): boolean {
  if (schema.const !== undefined) return false;
  if (schema.type === 'number' || schema.type === 'integer') return true;
  if (schema.type !== 'string') return false;
  return [schema.pattern, schema.format, schema.enum].some((form) => form !== undefined);
}

/** Moves the form itself into one of two alternatives and leaves the words about it where they were. */
function allowVariable(schema: JsonSchema): void {
  const { description, examples, default: otherwise, ...form } = schema;
  for (const key of Object.keys(form)) delete schema[key];
  schema.anyOf = [form, { ...variable }];
  if (description !== undefined) schema.description = description;
  if (examples !== undefined) schema.examples = examples;
  if (otherwise !== undefined) schema.default = otherwise;
}
