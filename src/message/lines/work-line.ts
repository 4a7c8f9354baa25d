import type { IncidentEvent } from '../../incident/facts/events.ts';
import type { WorkFact } from '../../incident/facts/work-facts.ts';
import { byWhom } from '../words/by-whom.ts';
import type { Document } from '../document.ts';
import { segmentWords } from '../words/numbers.ts';
import { plain } from '../words/plain.ts';
import { planDocument } from '../plan.ts';
import { samplesDocument } from '../samples.ts';

/**
 * What the thread says about work that takes a while. A plan is the one message that looks at what came after its own
 * event: it is written anew as the checks answer.
 */
export function workLine(fact: WorkFact, event: IncidentEvent, log: readonly IncidentEvent[]): Document {
  switch (fact.type) {
    case 'checks-planned':
      return planDocument(log, event.seq);
    case 'checks-ended':
      return plain([`${endedWords(fact)} · `, byWhom(event.actor)]);
    case 'samples-shown':
      return samplesDocument(fact.samples);
    case 'chart-asked':
      return plain([`Chart: ${chartWords(fact)} · `, byWhom(event.actor)]);
  }
}

/** The line of the timeline; null for what the timeline leaves out. */
export function workMoment(fact: WorkFact): string | null {
  switch (fact.type) {
    case 'checks-planned':
      return fact.because === 'asked' ? `${fact.steps.length} checks asked for` : null;
    case 'checks-ended':
      return fact.how === 'cancelled' ? endedWords(fact) : null;
    case 'chart-asked':
      return null;
    case 'samples-shown': {
      const where = segmentWords(fact.samples.segment);
      return `${fact.samples.pairs.length} samples shown${where === '' ? '' : ` of ${where}`}`;
    }
  }
}

const chartWords = ({ chart, feature }: Extract<WorkFact, { type: 'chart-asked' }>): string =>
  feature === null ? chart : `${chart} of ${feature}`;

function endedWords(fact: Extract<WorkFact, { type: 'checks-ended' }>): string {
  return fact.how === 'cancelled'
    ? `Checks cancelled after ${fact.done} had answered`
    : `${fact.done} checks answered`;
}
