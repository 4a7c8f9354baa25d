import type { Known, KnownModel } from './known.ts';
import { mentions } from './words.ts';

/** What an alert offers for recognition, best first within each field. */
export type Clues = {
  /** Labels, tags and details, as the sender spelled them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Short names in a structure: the parts of `ScoreShift/affluence/mean_score`. */
  readonly parts: readonly string[];
  /** Sentences and names: alert name, title, summary, service. */
  readonly texts: readonly string[];
};

const modelLabels = ['model', 'model_name', 'ml_model', 'model_id', 'modelname', 'fishbone_model'];

/** What a label calls the model, known or not. */
export function saidModel(labels: Clues['labels']): string | null {
  return Object.entries(labels).find(([name]) => modelLabels.includes(name.toLowerCase()))?.[1] ?? null;
}

/**
 * Which known model an alert is about. A label that names the model is believed, even when it names one we do not know:
 * then the answer is null. Otherwise a part of the key, another label's value, or a word in the texts tells, in that
 * order. Two models at the same place are no answer.
 */
export function recogniseModel(clues: Clues, known: Known): KnownModel | null {
  const labels = Object.entries(clues.labels);
  const named = saidModel(clues.labels);
  if (named !== null) return only(known.models.filter(calledOneOf([named])));

  const places: readonly ((model: KnownModel) => boolean)[] = [
    calledOneOf(clues.parts),
    calledOneOf(labels.map(([, value]) => value)),
    ...clues.texts.map((text) => (model: KnownModel) => namesOf(model).some((name) => mentions(text, name))),
  ];
  for (const place of places) {
    const here = known.models.filter(place);
    if (here.length > 0) return only(withoutShorterNames(here));
  }
  return null;
}

function only(models: readonly KnownModel[]): KnownModel | null {
  return models.length === 1 ? (models[0] ?? null) : null;
}

/** `fraud-refunds` in a text also contains the word `fraud`: the longer name is meant. */
function withoutShorterNames(models: readonly KnownModel[]): readonly KnownModel[] {
  return models.filter((model) => !models.some((other) => other !== model && isPartOf(model, other)));
}

function isPartOf(model: KnownModel, other: KnownModel): boolean {
  return mentions(other.name, model.name) && !plainNamesOf(model).has(plain(other.name));
}

/** Every alert is held against the names of every model: the words are made plain once. */
function calledOneOf(words: readonly string[]): (model: KnownModel) => boolean {
  const said = words.map(plain);
  return (model) => said.some((word) => plainNamesOf(model).has(word));
}

function plainNamesOf(model: KnownModel): ReadonlySet<string> {
  const kept = plainNames.get(model);
  if (kept !== undefined) return kept;
  const names = new Set(namesOf(model).map(plain));
  plainNames.set(model, names);
  return names;
}

const plainNames = new WeakMap<KnownModel, ReadonlySet<string>>();

function namesOf(model: KnownModel): readonly string[] {
  return [model.name, ...(model.aliases ?? [])];
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}
