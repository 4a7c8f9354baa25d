import type { Questions } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import { predictionTraffic } from '../scope/lattice.ts';
import type { Measure } from '../sql/aggregate.ts';
import { during, timeBin } from '../sql/build.ts';
import { carrierMeasures } from './carrier.ts';
import { segmentCondition } from './segment-condition.ts';
import type { Bins, Followed } from './series.ts';

/** Like `seriesQuestions`, on predictions together with their requests: a stage can be followed in a country, a feature on a host. */
export function segmentQuestions(model: ModelConfig, followed: readonly Followed[], bins: Bins): Questions {
  const traffic = predictionTraffic(model);
  const questions: Record<string, Questions[string]> = {};
  for (const source of new Set(followed.map(({ carrier }) => carrier.source))) {
    const measures: Record<string, Measure> = {};
    followed
      .filter(({ carrier }) => carrier.source === source)
      .forEach(({ carrier, segment }, i) => {
        const of = traffic.of(carrier);
        if (of === null) return;
        const where = segmentCondition(segment, traffic.column);
        Object.assign(measures, carrierMeasures(carrier, `${i}`, { of, ...(where ? { where } : {}) }));
      });
    questions[source] = {
      kind: 'aggregate',
      from: traffic.relation,
      where: [during(traffic.time, bins)],
      by: { bin: timeBin(traffic.time, bins.seconds) },
      measures,
    };
  }
  return questions;
}
