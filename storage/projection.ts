import { z } from 'zod';
import type { Verdict } from '../src/checks/evidence.ts';
import type { IncidentEvent } from '../src/incident/facts/events.ts';
import { isCauseFact } from '../src/incident/facts/cause-facts.ts';
import type { CauseFact } from '../src/incident/facts/cause-facts.ts';
import { isNoteFact } from '../src/incident/facts/note-facts.ts';
import { isTeamFact } from '../src/incident/facts/team-facts.ts';
import { isWorkFact } from '../src/incident/facts/work-facts.ts';

/** What the `incidents` table says about one incident: what lists and look-ups need, no more. */
export const IncidentRow = z
  .object({
    id: z.string(),
    key: z.string(),
    model: z.string(),
    title: z.string(),
    status: z.enum(['open', 'resolved']),
    declaredAt: z.string(),
    resolvedAt: z.string().nullable(),
    cause: z.string().nullable(),
    rememberedUntil: z.string().nullable(),
  })
  .readonly();
export type IncidentRow = z.infer<typeof IncidentRow>;

/** What the `evidence` table says about one finished check. */
export type EvidenceRow = {
  readonly incident: string;
  readonly seq: number;
  readonly id: string;
  readonly check: string;
  readonly model: string;
  readonly answer: Verdict['answer'];
  readonly line: string;
  readonly asked: 0 | 1;
  readonly configHash: string;
  readonly finishedAt: string;
};

/** The incident's row after this event; `before` is null at its first one. Most events leave it as it is. */
export function projectIncident(before: IncidentRow | null, event: IncidentEvent): IncidentRow | null {
  const { fact } = event;
  if (isTeamFact(fact) || isWorkFact(fact) || isNoteFact(fact)) return before;
  if (isCauseFact(fact)) return before === null ? null : { ...before, ...rememberedBy(fact) };
  switch (fact.type) {
    case 'declared':
      return {
        id: event.incident,
        key: fact.key,
        model: fact.model,
        title: fact.title,
        status: 'open',
        declaredAt: event.at.toISOString(),
        resolvedAt: null,
        cause: null,
        rememberedUntil: null,
      };
    case 'resolved':
      return before === null
        ? null
        : { ...before, status: 'resolved', resolvedAt: event.at.toISOString(), cause: fact.cause };
    case 'reopened':
      return before === null
        ? null
        : { ...before, status: 'open', resolvedAt: null, cause: null, rememberedUntil: null };
    case 'alert-met':
    case 'snapshot-taken':
    case 'symptom-measured':
    case 'scope-measured':
    case 'check-finished':
    case 'suspects-ranked':
    case 'step-failed':
    case 'triage-finished':
    case 'asked':
    case 'severity-set':
    case 'timeline-added':
    case 'timeline-revised':
    case 'timeline-removed':
    case 'why-added':
    case 'note-written':
      return before;
  }
}

/** What a fact of the cause changes in the row. */
function rememberedBy(fact: CauseFact): Partial<IncidentRow> {
  switch (fact.type) {
    case 'verdict-remembered':
      return { rememberedUntil: fact.until.toISOString() };
    case 'verdict-forgotten':
      return { rememberedUntil: null };
    case 'proofs-weighed':
    case 'cause-confirmed':
      return {};
  }
}

/** The row of a finished check; null for every other event. */
export function projectEvidence({ incident, seq, fact }: IncidentEvent): EvidenceRow | null {
  if (fact.type !== 'check-finished') return null;
  const { evidence, asked } = fact;
  return {
    incident,
    seq,
    id: evidence.id,
    check: evidence.check,
    model: evidence.model,
    answer: evidence.verdict.answer,
    line: evidence.verdict.line,
    asked: asked ? 1 : 0,
    configHash: evidence.configHash,
    finishedAt: evidence.finishedAt.toISOString(),
  };
}
