import { didYouMean } from '../nearest.ts';
import { problem } from '../problem.ts';
import type { Finding } from '../problem.ts';
import { indexesOf, keysOf, textAt, valueAt } from '../value-at.ts';

/** Names that must exist elsewhere in the file: the source of every table, the model of every channel rule. */
export function findWrongReferences(root: unknown): readonly Finding[] {
  return [...emptyLists(root), ...wrongSources(root), ...wrongRuleModels(root)];
}

function emptyLists(root: unknown): readonly Finding[] {
  return ['sources', 'models']
    .filter((key) => typeof valueAt(root, [key]) === 'object' && keysOf(root, [key]).length === 0)
    .filter((key) => valueAt(root, [key]) !== null && !Array.isArray(valueAt(root, [key])))
    .map((key) => problem([key], 'expected at least one entry, found none'));
}

function wrongSources(root: unknown): readonly Finding[] {
  const sources = keysOf(root, ['sources']);
  return keysOf(root, ['models']).flatMap((model) =>
    keysOf(root, ['models', model]).flatMap((table) => {
      const path = ['models', model, table, 'source'];
      const source = textAt(root, path);
      if (source === null || sources.includes(source)) return [];
      return [problem(path, `'${source}' is not a source${didYouMean(source, sources)}`)];
    }),
  );
}

function wrongRuleModels(root: unknown): readonly Finding[] {
  const models = keysOf(root, ['models']);
  return indexesOf(root, ['slack', 'alerts']).flatMap((index) => {
    const path = ['slack', 'alerts', index, 'fields', 'model'];
    const model = textAt(root, path);
    if (model === null || models.includes(model)) return [];
    return [problem(path, `'${model}' is not a model${didYouMean(model, models)}`)];
  });
}
