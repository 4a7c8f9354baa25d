import type { Cell } from './aggregate.ts';

/** A piece of SQL whose values are kept apart from its text: `texts[0] value[0] texts[1] value[1] … texts[n]`. */
export type Fragment = { readonly texts: readonly string[]; readonly values: readonly Bound[] };
export type Bound = Exclude<Cell, null>;

/** What is sent to an engine. */
export type Query = { readonly text: string; readonly parameters: readonly Bound[] };

/** Text and fragments become one fragment. Only fragments fit in: a value goes through `bind`, a name through a dialect. */
export function sql(strings: TemplateStringsArray, ...parts: readonly Fragment[]): Fragment {
  const texts = [strings[0] ?? ''];
  const values: Bound[] = [];
  parts.forEach((part, index) => {
    append(texts, values, part);
    texts[texts.length - 1] += strings[index + 1] ?? '';
  });
  return { texts, values };
}

/** Text as it is: for words of the language and for what a dialect has quoted, never for what came from outside. */
export function raw(text: string): Fragment {
  return { texts: [text], values: [] };
}

export function bind(value: Cell): Fragment {
  return value === null ? raw('NULL') : { texts: ['', ''], values: [value] };
}

export function joined(fragments: readonly Fragment[], separator: string): Fragment {
  const texts = [''];
  const values: Bound[] = [];
  fragments.forEach((fragment, index) => {
    if (index > 0) texts[texts.length - 1] += separator;
    append(texts, values, fragment);
  });
  return { texts, values };
}

/** The text with the engine's own placeholders, and the values in their order. */
export function written(fragment: Fragment, placeholder: (index: number, value: Bound) => string): Query {
  const text = fragment.texts
    .map((piece, index) => {
      const value = fragment.values[index];
      return value === undefined ? piece : piece + placeholder(index + 1, value);
    })
    .join('');
  return { text, parameters: fragment.values };
}

function append(texts: string[], values: Bound[], part: Fragment): void {
  texts[texts.length - 1] += part.texts[0] ?? '';
  for (let index = 0; index < part.values.length; index += 1) {
    const value = part.values[index];
    if (value !== undefined) values.push(value);
    texts.push(part.texts[index + 1] ?? '');
  }
}
