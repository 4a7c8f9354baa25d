import type { CheckContext } from '../checks/check.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import type { ModelConfig } from '../config/schema.ts';
import { allCarriers } from '../symptom/all-carriers.ts';
import type { Carrier } from '../symptom/carrier.ts';
import type { MetricUnit } from '../symptom/symptom.ts';
import { marksInquiry } from '../symptom/marks.ts';
import { isOwn } from '../symptom/own-carriers.ts';
import type { Symptom } from '../symptom/symptom.ts';
import { breakDown } from './break-down.ts';
import {
  businessTraffic,
  parityTraffic,
  predictionTraffic,
  requestTraffic,
  type Traffic,
} from './lattice.ts';
import type { Scope } from './scope.ts';
import { searchSegments, type SegmentSearch } from './search-segments.ts';
import { scopeSentence, unmovedWords } from './sentence.ts';
import { grownValues } from './grown-values.ts';

/** How many carriers are tried before the answer is that nothing can be said. */
const mostTried = 3;

/**
 * Who is affected. With dimensions, the metric is broken down by them. Without, the segments that carry the change are looked for, on the
 * strongest series that moved with the symptom (see Symptom.companions): a null rate tells segments apart long before labels do.
 */
export function* measureScope(context: CheckContext, dimensions: readonly string[]): Inquiry<Scope> {
  const { symptom } = context;
  if (dimensions.length > 0) return yield* breakDown(context, dimensions);
  if (symptom === null) return inconclusive(context, 'the symptom could not be measured');
  const marks = yield* marksInquiry(aboutCompanions(context.model, symptom), context.windows.baseline);
  const carriers = allCarriers(context.model, marks);
  const candidates = carriersToTry(context.model, carriers, symptom);
  let reason = 'no carrier of the change can be broken down by segment';
  for (const { carrier, traffic } of candidates.slice(0, mostTried)) {
    if (carrier.tier === 'exposure') {
      const grown = yield* grownValues(context, carrier, traffic);
      if (grown !== null) return grown;
      continue;
    }
    const found = yield* searchSegments(context.model, carrier, { traffic, windows: context.windows });
    const unknown = found.answer === 'inconclusive' ? found.reason : unmoved(carrier, found);
    if (found.answer !== 'inconclusive' && unknown === null)
      return told(context, { carrier, traffic, found, symptom });
    reason = unknown ?? reason;
  }
  return inconclusive(context, reason);
}

/** The model with only the features that moved: no others need to be profiled again. */
function aboutCompanions(model: ModelConfig, symptom: Symptom): ModelConfig {
  const named = new Set([symptom.column, ...(symptom.companions ?? []).map(({ subject }) => subject.name)]);
  const features = model.predictions.features.filter((name) => named.has(name));
  return { ...model, predictions: { ...model.predictions, features } };
}

type Candidate = { readonly carrier: Carrier; readonly traffic: Traffic };

/** Companions first, by strength; then the metric's own parts. */
function carriersToTry(
  model: ModelConfig,
  carriers: readonly Carrier[],
  symptom: Symptom,
): readonly Candidate[] {
  const companions = symptom.companions ?? [];
  const solid = companions.flatMap(({ carrier }) => carriers.find(({ id }) => id === carrier) ?? []);
  const own = carriers.filter((carrier) => isOwn(carrier, symptom.metric, symptom.column));
  const moved = solid
    .filter(({ tier }) => tier !== 'exposure')
    .flatMap((carrier) => [
      carrier,
      ...(trafficOf(model, carrier) === null ? seenInTraffic(carrier, carriers) : []),
    ]);
  const exposed = solid.filter(({ tier }) => tier === 'exposure');
  // A drift of who comes is told by who comes; otherwise exposures speak last.
  const order = symptom.metric === 'psi' ? [...own, ...exposed, ...moved] : [...moved, ...exposed, ...own];
  return [...new Set(order)].flatMap((carrier) => {
    const traffic = trafficOf(model, carrier);
    return traffic === null ? [] : [{ carrier, traffic }];
  });
}

/** Misses and age in the store have no segments; the nulls and mismatches that they lead to have. */
function seenInTraffic(carrier: Carrier, carriers: readonly Carrier[]): readonly Carrier[] {
  if (carrier.subject.kind !== 'feature') return [];
  const { name } = carrier.subject;
  return carriers.filter(({ id }) => id === `null:${name}` || id === `parity:${name}`);
}

/** The traffic a carrier can be broken down on; null when its table knows no segments. */
function trafficOf(model: ModelConfig, carrier: Carrier): Traffic | null {
  switch (carrier.source) {
    case 'predictions':
      return carrier.quantity.kind === 'volume' ? null : predictionTraffic(model);
    case 'requests':
      // Failed requests have no prediction to be joined with.
      return carrier.id === 'errors' ? requestTraffic(model) : predictionTraffic(model);
    case 'parity':
      return parityTraffic(model);
    case 'business':
      return businessTraffic(model);
    case 'predictions-by-label-time':
    case 'feature_reads':
    case 'hosts':
      return null;
  }
}

/** Why a search that named nobody says nothing: what it looked at did not move. */
function unmoved(carrier: Carrier, found: Exclude<SegmentSearch, { answer: 'inconclusive' }>): string | null {
  return found.answer === 'segments' ? null : unmovedWords(carrier, found.whole);
}

function told(
  context: CheckContext,
  found: {
    readonly symptom: Symptom;
    readonly carrier: Carrier;
    readonly traffic: Traffic;
    readonly found: Exclude<SegmentSearch, { answer: 'inconclusive' }>;
  },
): Scope {
  const { carrier, traffic, symptom } = found;
  const segments = found.found.answer === 'segments' ? found.found.segments : [];
  const because = found.found.answer === 'segments' ? found.found.because : 'rate';
  return {
    answer: found.found.answer,
    metric: carrier.words,
    unit: unitOf(carrier),
    dimensions: [...traffic.dimensions],
    segments: [...segments],
    rows: [...segments],
    warnings: segments.flatMap(({ warning }) => warning ?? []),
    windows: context.windows,
    sentence: scopeSentence({
      segments,
      because,
      words: carrier.words,
      whole: found.found.whole,
      carrier,
      symptom,
    }),
  };
}

function unitOf(carrier: Carrier): MetricUnit {
  switch (carrier.quantity.kind) {
    case 'share':
    case 'ratio':
      return 'share';
    case 'mean':
      return 'value';
    case 'volume':
      return 'count';
  }
}

function inconclusive(context: CheckContext, reason: string): Scope {
  return {
    answer: 'inconclusive',
    metric: context.symptom?.label ?? 'no metric',
    dimensions: [],
    segments: [],
    rows: [],
    warnings: [reason],
    windows: context.windows,
    sentence: `Who is affected cannot be said: ${reason}.`,
  };
}
