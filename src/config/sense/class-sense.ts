import { nearestName } from '../nearest.ts';
import { note, problem } from '../problem.ts';
import type { Finding } from '../problem.ts';
import { keysAt } from '../schema-keys.ts';
import { PredictionsConfig } from '../schema/tables-schema.ts';
import { keysOf, textAt, textsAt, valueAt } from '../value-at.ts';

/** Without `predicted` every row's scores are held against each other, which grows with the square of the classes. */
const MOST_COMPARED = 20;

/** What `task` asks of the columns: a score, or classes and where they are. */
export function findClassNonsense(root: unknown): readonly Finding[] {
  return keysOf(root, ['models']).flatMap((model) =>
    textAt(root, ['models', model, 'task']) === 'multiclass' ? ofSeveral(root, model) : ofOne(root, model),
  );
}

function ofOne(root: unknown, model: string): readonly Finding[] {
  const predictions = ['models', model, 'predictions'];
  const table = valueAt(root, predictions);
  const nameless =
    typeof table === 'object' && table !== null && valueAt(root, [...predictions, 'score']) === undefined;
  // A misspelt key is one problem, told as the unknown key that it is.
  const known = keysAt(PredictionsConfig, []);
  const misspelt = keysOf(root, predictions).some(
    (key) => !known.includes(key) && nearestName(key, ['score']) !== null,
  );
  return [
    ...(nameless && !misspelt
      ? [problem(predictions, '`score` is missing: name the column that holds the score')]
      : []),
    ...['predicted', 'classes', 'scores']
      .filter((key) => valueAt(root, [...predictions, key]) !== undefined)
      .map((key) => note([...predictions, key], 'only used with `task: multiclass`')),
  ];
}

function ofSeveral(root: unknown, model: string): readonly Finding[] {
  const predictions = ['models', model, 'predictions'];
  const at = (key: string): readonly string[] => [...predictions, key];
  const listed = valueAt(root, at('classes'));
  const classes = Array.isArray(listed) ? listed.map(String) : [];
  const scores = valueAt(root, at('scores'));
  const predicted = textAt(root, at('predicted'));
  const findings: Finding[] = [];
  if (listed === undefined) {
    findings.push(problem(predictions, '`classes` is missing: with `task: multiclass` list their names'));
  }
  if (predicted === null && scores === undefined) {
    findings.push(
      problem(
        predictions,
        'neither `predicted` nor `scores` is given: nothing says which class was predicted',
      ),
    );
  }
  if (predicted === null && classes.length > MOST_COMPARED) {
    findings.push(
      problem(
        predictions,
        `of more than ${MOST_COMPARED} classes the predicted one must have a column: name it under \`predicted\``,
      ),
    );
  }
  classes.forEach((name, index) => {
    if (classes.indexOf(name) !== index)
      findings.push(problem([...at('classes'), index], `'${name}' is listed twice`));
  });
  if (typeof scores === 'object' && scores !== null) {
    const known = keysOf(root, at('scores'));
    for (const name of known.filter((each) => !classes.includes(each)))
      findings.push(problem([...at('scores'), name], `'${name}' is not one of \`classes\``));
    const missing = classes.filter((name) => !known.includes(name));
    if (missing.length > 0)
      findings.push(
        problem(
          at('scores'),
          `the scores of ${missing.join(', ')} are missing: name a column for each class`,
        ),
      );
  }
  if (textAt(root, at('decision')) !== null) {
    findings.push(
      problem(
        at('decision'),
        'with several classes what was decided is the predicted class: name it under `predicted`',
      ),
    );
  }
  return [...findings, ...features(root, model, { predicted, scores })];
}

/** A feature that is the answer would make every check of features meaningless. */
function features(
  root: unknown,
  model: string,
  { predicted, scores }: { readonly predicted: string | null; readonly scores: unknown },
): readonly Finding[] {
  const predictions = ['models', model, 'predictions'];
  const ofScores =
    typeof scores === 'string'
      ? [scores]
      : keysOf(root, [...predictions, 'scores']).flatMap(
          (name) => textAt(root, [...predictions, 'scores', name]) ?? [],
        );
  return textsAt(root, [...predictions, 'features']).flatMap(({ text, path }) => {
    if (text === predicted)
      return [problem(path, `'${text}' is the predicted class; it cannot be a feature`)];
    return ofScores.includes(text) ? [problem(path, `'${text}' holds scores; it cannot be a feature`)] : [];
  });
}
