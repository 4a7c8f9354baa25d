import type { IncidentFact } from '../incident/facts/events.ts';
import type { Terminal } from './terminal.ts';
import { visibleText } from './visible-text.ts';

export type Progress = { show(words: string): void; clear(): void };

/** One line that is written over and over while work goes on; silent unless a person sees it. */
export function createProgress(terminal: Pick<Terminal, 'err' | 'errIsTerminal' | 'width'>): Progress {
  let shown = false;
  return {
    show(words) {
      if (!terminal.errIsTerminal) return;
      shown = true;
      terminal.err(`\r\u001b[K${visibleText(words).slice(0, Math.max(20, terminal.width - 1))}`);
    },
    clear() {
      if (shown) terminal.err('\r\u001b[K');
      shown = false;
    },
  };
}

/**
 * What has just been found, for the line, with the checks counted: `7 of 29 checks; null-rate: shifted`. Null for facts that
 * nobody waits for.
 */
export function countedWords(): (fact: IncidentFact) => string | null {
  let [done, planned] = [0, 0];
  return (fact) => {
    if (fact.type === 'checks-planned') planned += fact.steps.length;
    if (fact.type !== 'check-finished') return progressWords(fact);
    done += 1;
    return `${done} of ${Math.max(done, planned)} checks; ${fact.evidence.check}: ${fact.evidence.verdict.answer}`;
  };
}

function progressWords(fact: IncidentFact): string | null {
  if (fact.type === 'snapshot-taken') return 'What runs is known; measuring the symptom …';
  if (fact.type === 'symptom-measured') return `${fact.symptom.sentence} Looking for whom …`;
  if (fact.type === 'scope-measured') return `${fact.scope.sentence} Running the checks …`;
  if (fact.type === 'checks-planned') return `0 of ${fact.steps.length} checks; Ctrl-C cancels …`;
  if (fact.type === 'suspects-ranked') return 'Suspects ranked.';
  if (fact.type === 'step-failed') return `${fact.step} failed: ${fact.message}`;
  return null;
}
