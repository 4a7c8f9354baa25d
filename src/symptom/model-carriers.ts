import type { ModelConfig } from '../config/schema.ts';
import type { Expression } from '../sql/aggregate.ts';
import {
  all,
  any,
  eq,
  gte,
  isIn,
  isNotNull,
  not,
  lt,
  minus,
  number,
  text,
  times,
  abs,
} from '../sql/build.ts';
import type { Carrier, CarrierSource, ColumnOf } from './carrier.ts';
import type { Marks } from './marks.ts';

const followedValues = 8;

/** Scores, decisions, and labels given the score. */
export function modelCarriers(model: ModelConfig, marks: Marks): Carrier[] {
  const { score, decision, label } = model.predictions;
  const carriers: Carrier[] = [
    outcome('score:mean', 'mean score', { kind: 'mean', value: (of) => number(of(score)) }),
  ];
  const cuts = marks.score;
  if (cuts !== null) {
    carriers.push(
      share('score:low', 'share of low scores', (of) => lt(of(score), cuts.low)),
      share('score:middle', 'share of scores in the upper half', (of) => gte(of(score), cuts.middle)),
      share('score:high', 'share of high scores', (of) => gte(of(score), cuts.high)),
    );
  }
  if (decision !== undefined) {
    carriers.push(share('decision', 'decision rate', (of) => gte(number(of(decision)), 0.5)));
    const { threshold } = marks;
    if (threshold !== null) {
      carriers.push({
        id: 'against-threshold',
        words: 'share of decisions against the usual threshold',
        subject: { kind: 'threshold', name: decision },
        tier: 'defect',
        source: 'predictions',
        quantity: {
          kind: 'share',
          event: (of) =>
            any(
              all(gte(of(score), threshold), lt(number(of(decision)), 0.5)),
              all(lt(of(score), threshold), gte(number(of(decision)), 0.5)),
            ),
        },
      });
    }
  }
  if (label === undefined) return carriers;
  const sources: CarrierSource[] =
    label.known_at === undefined ? ['predictions'] : ['predictions', 'predictions-by-label-time'];
  for (const source of sources) carriers.push(...labelCarriers(model, marks, source));
  if (label.known_at !== undefined) {
    carriers.push({
      id: 'label-arrivals',
      words: 'number of labels that arrived',
      subject: { kind: 'label', name: label.column },
      tier: 'exposure',
      source: 'predictions-by-label-time',
      quantity: { kind: 'volume' },
    });
  }
  return carriers;
}

function labelCarriers(model: ModelConfig, marks: Marks, source: CarrierSource): Carrier[] {
  const { score, label } = model.predictions;
  if (label === undefined) return [];
  const clock = source === 'predictions' ? '' : ' by label time';
  const known = (of: ColumnOf) => isNotNull(of(label.column));
  const error = (of: ColumnOf) => minus(number(of(score)), number(of(label.column)));
  const make = (id: string, words: string, rest: Pick<Carrier, 'among' | 'quantity'>): Carrier => ({
    id: `${id}${clock}`,
    words: `${words}${clock}`,
    subject: { kind: 'label', name: label.column },
    tier: 'outcome',
    source,
    ...rest,
  });
  if (model.task === 'regression') {
    return [
      make('loss', 'mean absolute error', {
        among: known,
        quantity: { kind: 'mean', value: (of) => abs(error(of)) },
      }),
    ];
  }
  const positive = (of: ColumnOf) => gte(number(of(label.column)), 0.5);
  const stratum = (name: string, inside: (of: ColumnOf) => Expression): Carrier =>
    make(`label:${name}`, `label rate of ${name} scores`, {
      among: (of) => all(known(of), inside(of)),
      quantity: { kind: 'share', event: positive },
    });
  const carriers = [
    make('loss', 'squared error of the score', {
      among: known,
      quantity: { kind: 'mean', value: (of) => times(error(of), error(of)) },
    }),
    make('label:all', 'label rate', { among: known, quantity: { kind: 'share', event: positive } }),
  ];
  const cuts = marks.score;
  if (cuts === null) return carriers;
  return [
    ...carriers,
    stratum('low', (of) => lt(of(score), cuts.middle)),
    stratum('middle', (of) => all(gte(of(score), cuts.middle), lt(of(score), cuts.high))),
    stratum('high', (of) => gte(of(score), cuts.high)),
  ];
}

/** Who came: shares of versions and segments, and how many. */
export function exposureCarriers(model: ModelConfig, marks: Marks): Carrier[] {
  const { version } = model.predictions;
  const shares = marks.dimensions.flatMap((dimension): Carrier[] => {
    const values = dimension.kind === 'category' ? dimension.values : [];
    const { name } = dimension;
    const make = (
      id: string,
      words: string,
      found: { readonly value: string | null; readonly event: (of: ColumnOf) => Expression },
    ): Carrier => ({
      id: `exposure ${id}:${name}`,
      words,
      subject:
        name === version
          ? { kind: 'version', name: found.value ?? 'a new version' }
          : { kind: 'segment', name },
      tier: 'exposure',
      source: 'predictions',
      quantity: { kind: 'share', event: found.event },
    });
    return [
      ...values.slice(0, followedValues).map((value) =>
        make(value, `share of ${name} = ${value}`, {
          value,
          event: (of) => eq(text(of(name)), value),
        }),
      ),
      make('unseen', `share of new values of ${name}`, {
        value: null,
        event: (of) => all(isNotNull(of(name)), not(isIn(text(of(name)), values))),
      }),
    ];
  });
  return [
    ...shares,
    {
      id: 'volume',
      words: 'number of predictions',
      subject: { kind: 'metric', name: 'volume' },
      tier: 'exposure',
      source: 'predictions',
      quantity: { kind: 'volume' },
    },
  ];
}

function outcome(id: string, words: string, quantity: Carrier['quantity']): Carrier {
  return {
    id,
    words,
    subject: { kind: 'metric', name: id },
    tier: 'outcome',
    source: 'predictions',
    quantity,
  };
}

function share(id: string, words: string, event: (of: ColumnOf) => Expression): Carrier {
  return outcome(id, words, { kind: 'share', event });
}
