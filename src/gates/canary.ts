import { askCheck } from '../checks/ask.ts';
import type { CheckContext } from '../checks/check.ts';
import type { Verdict } from '../checks/evidence.ts';
import { goldenReplay } from '../checks/golden-replay.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { profileFeatures } from '../checks/features/profile.ts';
import { countOf, rowsOf, rowsOrNone, textOf } from '../checks/read-answers.ts';
import type { Answers, Questions } from '../checks/question.ts';
import type { Aggregate, Expression } from '../sql/aggregate.ts';
import { column, count, during, table } from '../sql/build.ts';
import { populationStability } from '../statistics/drift/population-stability.ts';
import { categoryOf } from '../symptom/metric-question.ts';
import type { Gate, GateRun } from './gate.ts';

/** How a feature of the golden set compares with what is served: a set that has grown old proves little. */
type FeatureDistance = {
  readonly feature: string;
  readonly nullsGolden: number | null;
  readonly nullsServed: number | null;
  readonly psi: number | null;
};

/** The golden set through candidate and serving pipeline; nulls and PSI of each feature are logged beside it. */
export function* askCanary(context: CheckContext): Inquiry<GateRun> {
  const profile = yield* profileFeatures(context);
  const informed = { ...context, profile };
  const verdict = yield* askCheck(goldenReplay, informed);
  const questions: Questions = Object.fromEntries(
    profile.flatMap((feature) => [
      [`golden ${feature.name}`, binned(informed, feature.name, 'golden')],
      [`served ${feature.name}`, binned(informed, feature.name, 'predictions')],
    ]),
  );
  const answers = profile.length === 0 ? {} : yield questions;
  const distances = profile.map(({ name }) => distanceOf(name, answers));
  const title = `Canary of ${context.modelName}`;
  return { title, gates: [gateOf(verdict)], measured: [scores(verdict), features(distances)] };
}

function gateOf(verdict: Verdict): Gate {
  const name = 'the golden set is scored as well as by the pipeline that serves';
  switch (verdict.answer) {
    case 'steady':
      return { name, result: 'passed', words: verdict.line };
    case 'shifted':
      return { name, result: 'failed', words: verdict.line };
    case 'inconclusive':
      return { name, result: 'unknown', words: `${verdict.line}: ${verdict.reason}` };
  }
}

function scores({ findings }: Verdict): GateRun['measured'][number] {
  const [finding] = findings;
  const detail = finding?.detail ?? {};
  const value = (cell: number | null | undefined): string =>
    cell === null || cell === undefined ? '' : cell.toFixed(4);
  const of = (name: string): string => {
    const cell = detail[name];
    return typeof cell === 'number' ? cell.toFixed(4) : '';
  };
  return {
    titles: ['golden set', 'serving', 'candidate', 'difference'],
    rows: [
      [finding?.measure ?? 'metric', value(finding?.before), value(finding?.after), value(finding?.effect)],
      ['mean score', of('meanBefore'), of('meanCurrent'), ''],
      ['samples that differ', '', '', of('shareDiffering')],
      ['largest difference', '', '', of('largest')],
    ],
  };
}

function features(distances: readonly FeatureDistance[]): GateRun['measured'][number] {
  const share = (value: number | null): string => (value === null ? '?' : `${(value * 100).toFixed(1)} %`);
  return {
    titles: ['feature', 'null in the golden set', 'null as served', 'PSI'],
    rows: distances.map(({ feature, nullsGolden, nullsServed, psi }) => [
      feature,
      share(nullsGolden),
      share(nullsServed),
      psi === null ? '?' : psi.toFixed(3),
    ]),
  };
}

function binned(context: CheckContext, feature: string, from: 'golden' | 'predictions'): Aggregate {
  const { model, windows, profile } = context;
  const where: readonly Expression[] =
    from === 'golden' ? [] : [during(column(model.predictions.time), windows.incident)];
  const known = profile.find(({ name }) => name === feature) ?? null;
  return {
    kind: 'aggregate',
    from: table(from),
    where,
    by: { bin: categoryOf(feature, { profile: known }, (name) => column(name)) },
    measures: { n: count() },
  };
}

function distanceOf(feature: string, answers: Answers): FeatureDistance {
  const [golden, served] = [`golden ${feature}`, `served ${feature}`].map((name) => countsIn(answers, name));
  if (golden === undefined || served === undefined)
    return { feature, nullsGolden: null, nullsServed: null, psi: null };
  const bins = [...new Set([...golden.keys(), ...served.keys()])].filter((bin) => bin !== 'null');
  const found = populationStability({
    before: bins.map((bin) => served.get(bin) ?? 0),
    after: bins.map((bin) => golden.get(bin) ?? 0),
  });
  return {
    feature,
    nullsGolden: nullShare(golden),
    nullsServed: nullShare(served),
    psi: found.kind === 'estimate' ? found.value : null,
  };
}

function countsIn(answers: Answers, name: string): ReadonlyMap<string, number> {
  if (rowsOf(answers, name).kind === 'not-read') return new Map();
  return new Map(rowsOrNone(answers, name).map((row) => [textOf(row['bin']) ?? 'null', countOf(row['n'])]));
}

function nullShare(counts: ReadonlyMap<string, number>): number | null {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return total === 0 ? null : (counts.get('null') ?? 0) / total;
}
