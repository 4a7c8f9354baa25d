import type { ModelConfig } from '../config/schema.ts';
import { CORRECT, hasClassScores, isClass, isPredicted, scoreOfClass } from '../sql/class-columns.ts';
import { all, eq, isNotNull, number } from '../sql/build.ts';
import type { Carrier, CarrierSource, ColumnOf } from './carrier.ts';
import { knowsConfidence } from './class-metric.ts';
import type { Marks } from './marks.ts';
import { modelCarriers } from './model-carriers.ts';
import { topClassOf } from './one-class.ts';

/** More series than this find changes by chance before they find one more cause. */
const followedClasses = 12;

/** What a model of several classes does: which it predicts and how surely, how often it is right, and of which class it no longer is. */
export function classCarriers(model: ModelConfig, marks: Marks): Carrier[] {
  const { label } = model.predictions;
  const classes = (model.predictions.classes ?? []).slice(0, followedClasses);
  const top = modelCarriers(topClassOf(model), { ...marks, threshold: null })
    .filter(({ id }) => knowsConfidence(model) || !id.startsWith('score:'))
    .map((carrier) => ({
      ...carrier,
      words: wordsOfTop(carrier.words),
      subject: subjectOf(carrier, label?.column),
    }));
  const sources: CarrierSource[] =
    label?.known_at === undefined ? ['predictions'] : ['predictions', 'predictions-by-label-time'];
  return [
    ...top,
    ...classes.flatMap((name) => outcomesOf(model, name)),
    ...(label === undefined
      ? []
      : sources.flatMap((source) => classes.flatMap((name) => labelsOf(label.column, name, source)))),
  ];
}

function outcomesOf(model: ModelConfig, name: string): Carrier[] {
  const make = (id: string, words: string, quantity: Carrier['quantity']): Carrier => ({
    id,
    words,
    subject: { kind: 'class', name },
    tier: 'outcome',
    source: 'predictions',
    quantity,
  });
  const predicted = make(`predicted:${name}`, `share predicted as ${name}`, {
    kind: 'share',
    event: (of) => eq(number(of(isPredicted(name))), 1),
  });
  return hasClassScores(model)
    ? [
        predicted,
        make(`score:${name}`, `mean score of ${name}`, {
          kind: 'mean',
          value: (of) => number(of(scoreOfClass(name))),
        }),
      ]
    : [predicted];
}

function labelsOf(column: string, name: string, source: CarrierSource): Carrier[] {
  const clock = source === 'predictions' ? '' : ' by label time';
  const truly = (of: ColumnOf) => eq(number(of(isClass(name))), 1);
  const known = (of: ColumnOf) => isNotNull(of(isClass(name)));
  const make = (id: string, words: string, rest: Pick<Carrier, 'among' | 'quantity'>): Carrier => ({
    id: `${id}:${name}${clock}`,
    words: `${words}${clock}`,
    subject: { kind: 'label', name: column },
    tier: 'outcome',
    source,
    ...rest,
  });
  return [
    make('class', `share of ${name} among labels`, {
      among: known,
      quantity: { kind: 'share', event: truly },
    }),
    make('recall', `share of ${name} that is recognised`, {
      among: (of) => all(known(of), truly(of)),
      quantity: { kind: 'share', event: (of) => eq(number(of(CORRECT)), 1) },
    }),
  ];
}

/** Of the top class a label says whether the prediction was right. */
function wordsOfTop(words: string): string {
  return words
    .replace('squared error of the score', 'squared error of the confidence')
    .replace('label rate of', 'share predicted rightly of')
    .replace('label rate', 'share predicted rightly');
}

function subjectOf({ subject }: Carrier, label: string | undefined): Carrier['subject'] {
  return subject.name === CORRECT ? { kind: 'label', name: label ?? '' } : subject;
}
