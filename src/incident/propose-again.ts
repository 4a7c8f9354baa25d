import { assessSeverity } from './assess-severity.ts';
import type { IncidentState } from './state/state.ts';
import type { TeamFact } from './facts/team-facts.ts';

type Proposed = Extract<TeamFact, { type: 'severity-proposed' }>;

/**
 * The severity to propose now, with what is another than before; null when there is nothing to say: nothing measured, the same
 * as was proposed, or a person chose and has been asked again once already.
 */
export function severityToPropose(state: IncidentState): Proposed | null {
  const assessed = assessSeverity(state);
  const before = state.severityProposal;
  if (state.status === 'resolved' || assessed === null || assessed.severity === before?.severity) return null;
  if (state.severityChoice === 'asked-again') return null;
  // A person chose what the data say now: that is no question.
  if (state.severityChoice === 'chosen' && assessed.severity === state.severity) return null;
  const changed = before === null ? [] : changedSince(before.reasons, assessed.reasons);
  return { type: 'severity-proposed', ...assessed, ...(changed.length > 0 && { changed }) };
}

/** What weighs another than it did, with what it was. */
function changedSince(before: Proposed['reasons'], now: Proposed['reasons']): readonly string[] {
  return now.flatMap((one) => {
    const earlier = before.find((other) => other.about === one.about);
    if (earlier === undefined) return [one.words];
    return earlier.points === one.points ? [] : [`${one.words}; it was: ${earlier.words}`];
  });
}
