import { didYouMean } from '../nearest.ts';
import { note, problem } from '../problem.ts';
import type { Finding, KeyPath } from '../problem.ts';
import { indexesOf, keysOf, textAt } from '../value-at.ts';

/** The named groups that a channel rule may use, each a field of the alert. */
const ruleGroups = [
  'model',
  'metric',
  'column',
  'segment',
  'severity',
  'status',
  'value',
  'baseline',
  'title',
  'summary',
  'fingerprint',
] as const;

/** Rules for other bots' messages: the expression compiles, its groups are known, and an alert comes out of it. */
export function findWrongRules(root: unknown): readonly Finding[] {
  return indexesOf(root, ['slack', 'alerts']).flatMap((index) => {
    const rule = ['slack', 'alerts', index];
    const source = textAt(root, [...rule, 'match']);
    if (source === null) return [];
    const groups = groupNames(source);
    if (groups === null) {
      return [
        problem([...rule, 'match'], 'this is not a regular expression; try it in a JavaScript console'),
      ];
    }
    return [...unknownGroups(groups, rule), ...missingFields(root, groups, rule)];
  });
}

/** The names of the groups, or null when the expression does not compile. */
function groupNames(source: string): readonly string[] | null {
  try {
    // An alternative that matches nothing makes the expression match, and so tell its groups.
    return Object.keys(new RegExp(`${source}|`, 'u').exec('')?.groups ?? {});
  } catch {
    return null;
  }
}

function unknownGroups(groups: readonly string[], rule: KeyPath): readonly Finding[] {
  return groups
    .filter((group) => !ruleGroups.some((known) => known === group))
    .map((group) =>
      problem(
        [...rule, 'match'],
        `(?<${group}>…) is not a field of an alert${didYouMean(group, ruleGroups)}`,
      ),
    );
}

function missingFields(root: unknown, groups: readonly string[], rule: KeyPath): readonly Finding[] {
  const models = keysOf(root, ['models']);
  const given = (field: string): boolean =>
    groups.includes(field) || textAt(root, [...rule, 'fields', field]) !== null;
  const findings: Finding[] = [];
  if (!given('model') && models.length > 1) {
    findings.push(
      note(
        [...rule, 'match'],
        'which model it is about is left to names in the text: add (?<model>…), or `fields: { model: … }`',
      ),
    );
  }
  if (!given('metric') && !models.every((model) => textAt(root, ['models', model, 'metric']) !== null)) {
    findings.push(
      note(
        [...rule, 'match'],
        'nothing says which metric it is about: add (?<metric>…), `fields: { metric: … }`, or `metric` to the model',
      ),
    );
  }
  return findings;
}
