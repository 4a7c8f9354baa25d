import { askCheck } from '../checks/ask.ts';
import type { CheckContext } from '../checks/check.ts';
import { parity } from '../checks/parity.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { countOf, rowsOf } from '../checks/read-answers.ts';
import type { Aggregate, Expression, Measure } from '../sql/aggregate.ts';
import {
  all,
  any,
  column,
  count,
  countIf,
  distinct,
  during,
  gt,
  isIn,
  isNotNull,
  isNull,
  lt,
  not,
  number,
  table,
  text,
} from '../sql/build.ts';
import { noProfilesYet, profilesOf, strongestFeatures } from '../monitors/known-profiles.ts';
import type { Contract, FeatureRule } from './contract.ts';
import type { Gate, GateRun } from './gate.ts';

/**
 * Holds what was served against the contract: keys, columns, nulls, ranges and values of every feature; and, of the features that move
 * the score most, the served value against the one that the offline code computes for the same request.
 */
export function* askContract(context: CheckContext, contract: Contract, top: number): Inquiry<GateRun> {
  const features = Object.entries(contract.features);
  const answers = yield Object.fromEntries([
    ['key', keyQuestion(context, contract)],
    // A column that is not there fails its own question alone.
    ...features.map(([name, rule]) => [`feature ${name}`, featureQuestion(context, name, rule)] as const),
  ]);
  const gates: Gate[] = [];
  const key = rowsOf(answers, 'key');
  const [keys] = key.kind === 'rows' ? key.rows : [];
  const n = countOf(keys?.['n']);
  const keyName = `key ${contract.key}`;
  if (key.kind === 'not-read') gates.push({ name: keyName, result: 'failed', words: key.reason });
  else if (n === 0)
    gates.push({ name: keyName, result: 'unknown', words: 'nothing was served in the window' });
  else
    gates.push(
      keyGate(keyName, n, { nulls: countOf(keys?.['nulls']), distinct: countOf(keys?.['distinct']) }),
    );
  for (const [name, rule] of features) {
    const read = rowsOf(answers, `feature ${name}`);
    if (read.kind === 'not-read') gates.push({ name, result: 'failed', words: read.reason });
    else if (n > 0)
      gates.push(featureGate(name, rule, { row: read.rows[0] ?? {}, outside: contract.allow.outside }));
  }
  if (context.model.offline_features !== undefined)
    gates.push(...(yield* parityGates(context, contract, top)));
  return { title: `Contract of ${contract.model}`, gates, measured: [] };
}

function keyGate(name: string, n: number, seen: { readonly nulls: number; readonly distinct: number }): Gate {
  const twice = n - seen.nulls - seen.distinct;
  if (seen.nulls > 0) return { name, result: 'failed', words: `${seen.nulls} of ${n} requests have no key` };
  if (twice > 0)
    return { name, result: 'failed', words: `${twice} of ${n} requests have a key that came before` };
  return { name, result: 'passed', words: `${n} requests, each with a key of its own` };
}

function keyQuestion(context: CheckContext, { key }: Contract): Aggregate {
  return {
    ...served(context),
    measures: { n: count(), nulls: countIf(isNull(column(key))), distinct: distinct(column(key)) },
  };
}

function featureQuestion(context: CheckContext, name: string, rule: FeatureRule): Aggregate {
  const value = column(name);
  const measures: Record<string, Measure> = {
    n: count(),
    nulls: countIf(isNull(value)),
    outside: countIf(outsideOf(value, rule)),
  };
  return { ...served(context), measures };
}

function outsideOf(value: Expression, rule: FeatureRule): Expression {
  switch (rule.type) {
    case 'number':
      return all(
        isNotNull(value),
        any(isNull(number(value)), lt(number(value), rule.min), gt(number(value), rule.max)),
      );
    case 'category':
      return all(isNotNull(value), not(isIn(text(value), rule.values)));
  }
}

function served({ model, windows }: CheckContext): Omit<Aggregate, 'measures'> {
  const where = [during(column(model.predictions.time), windows.incident)];
  return { kind: 'aggregate', from: table('predictions'), where, by: {} };
}

function featureGate(
  name: string,
  rule: FeatureRule,
  seen: { readonly row: Readonly<Record<string, Parameters<typeof countOf>[0]>>; readonly outside: number },
): Gate {
  const n = countOf(seen.row['n']);
  const [nulls, outside] = [countOf(seen.row['nulls']) / n, countOf(seen.row['outside']) / n];
  const allowed =
    rule.type === 'number' ? `${rule.min} to ${rule.max}` : `${rule.values.length} known values`;
  if (nulls > rule.nulls)
    return {
      name,
      result: 'failed',
      words: `null in ${share(nulls)} of requests, and ${share(rule.nulls)} are allowed`,
    };
  if (outside > seen.outside)
    return { name, result: 'failed', words: `${share(outside)} of requests lie outside ${allowed}` };
  return {
    name,
    result: 'passed',
    words: `null in ${share(nulls)}, outside ${allowed} in ${share(outside)}`,
  };
}

function* parityGates(context: CheckContext, contract: Contract, top: number): Inquiry<readonly Gate[]> {
  const known = noProfilesYet();
  const profile = yield* profilesOf(context, known);
  const chosen = yield* strongestFeatures({ ...context, profile }, top, known);
  const thresholds = { parity: { floor: contract.allow.disagree } };
  const model = { ...context.model, checks: { ...context.model.checks, ...thresholds } };
  const verdict = yield* askCheck(parity, { ...context, model, profile: chosen });
  if (verdict.findings.length === 0)
    return [{ name: 'online against offline', result: 'unknown', words: verdict.line }];
  return verdict.findings.flatMap((finding): Gate[] => {
    if (finding.subject.kind !== 'feature') return [];
    const name = `online against offline: ${finding.subject.name}`;
    if (finding.after === null) return [{ name, result: 'unknown', words: 'no request has both values' }];
    // What always differed is no less a breach: a contract knows no baseline.
    const isBroken = finding.shifted || finding.after > contract.allow.disagree;
    return [{ name, result: isBroken ? 'failed' : 'passed', words: finding.sentence }];
  });
}

const share = (of: number): string => `${Number((of * 100).toPrecision(2))} %`;
