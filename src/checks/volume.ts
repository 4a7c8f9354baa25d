import type { Measure } from '../sql/aggregate.ts';
import { column, countIf, during, table } from '../sql/build.ts';
import { robustZ } from '../statistics/volume/robust-z.ts';
import { answerWith } from './answer-with.ts';
import type { Check, CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import type { Questions } from './question.ts';
import { countOf, rowsOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

const day = 86_400_000;

/** Do as many requests come as at the same hours of other days? */
export const volume: Check = {
  about: {
    id: 'volume',
    title: 'Volume of predictions',
    question: 'Are there as many predictions as at the same hours of the days before?',
    tellsApart: ['external', 'upstream', 'infra'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.2,
        unit: 'share of the usual volume',
        why: 'weekdays and weekends differ by about a fifth in quiet weeks',
      },
      alpha: { default: 0.01, unit: 'p-value', why: 'a handful of days is compared, by their median' },
    },
  },

  query(context): Questions {
    const windows = daysBefore(context);
    const time = column(context.model.predictions.time);
    const measures: Record<string, Measure> = { now: countIf(during(time, context.windows.incident)) };
    windows.forEach((window, i) => {
      measures[`d${i}`] = countIf(during(time, window));
    });
    return { volume: { kind: 'aggregate', from: table('predictions'), where: [], by: {}, measures } };
  },

  verdict(context, answers) {
    const read = rowsOf(answers, 'volume');
    if (read.kind === 'not-read') return inconclusive(read.reason);
    const [row] = read.rows;
    const hours =
      (context.windows.incident.to.getTime() - context.windows.incident.from.getTime()) / 3_600_000;
    if (!(hours > 0)) return inconclusive('the incident window is empty');
    const now = countOf(row?.['now']);
    const history = daysBefore(context)
      .map((_, i) => countOf(row?.[`d${i}`]))
      .filter((n) => n > 0);
    const found = robustZ(now, history);
    if (found.kind === 'unanswerable') {
      return inconclusive(`volume cannot be compared: ${found.reason} (${history.length} days with rows)`);
    }
    const ratio = found.usual === 0 ? null : now / found.usual - 1;
    const floor = context.thresholds['floor'] ?? 0.2;
    const perHour = (n: number) => n / hours;
    const finding: Finding = {
      subject: { kind: 'metric', name: 'volume' },
      measure: 'predictions per hour',
      unit: 'per hour',
      before: perHour(found.usual),
      after: perHour(now),
      effect: perHour(now - found.usual),
      low: perHour(now - found.usual - 1.96 * found.scale),
      high: perHour(now - found.usual + 1.96 * found.scale),
      nBefore: history.length,
      nAfter: now,
      test: 'robust z against the same hours of other days',
      p: found.pValue,
      adjustedP: found.pValue,
      threshold: floor,
      shifted:
        found.pValue <= (context.thresholds['alpha'] ?? 0.01) && ratio !== null && Math.abs(ratio) >= floor,
      detail: { ratio: ratio === null ? null : 1 + ratio, days: history.length },
      sentence: `${Math.round(perHour(now))} predictions per hour, usually ${Math.round(perHour(found.usual))} at these hours`,
    };
    return answerWith([finding], finding.sentence);
  },
};

/** The incident window's hours on each of the days before, as far as the baseline reaches. */
function daysBefore({ windows }: CheckContext) {
  const { incident, baseline } = windows;
  const length = incident.to.getTime() - incident.from.getTime();
  const first = Math.max(1, Math.ceil(length / day));
  const days: { readonly from: Date; readonly to: Date }[] = [];
  for (let back = first; days.length < 28; back++) {
    const from = new Date(incident.from.getTime() - back * day);
    if (from < baseline.from) break;
    days.push({ from, to: new Date(from.getTime() + length) });
  }
  return days;
}
