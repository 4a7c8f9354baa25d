import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** Reads reference values that a script in this folder wrote (see the .py file of the same name), checked against their shape. */
export function readReference<Shape extends z.ZodType>(name: string, shape: Shape): z.infer<Shape> {
  return shape.parse(JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')));
}
