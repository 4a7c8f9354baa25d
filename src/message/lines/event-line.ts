import type { IncidentEvent, IncidentFact, View } from '../../incident/facts/events.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { isCauseFact } from '../../incident/facts/cause-facts.ts';
import { isNoteFact } from '../../incident/facts/note-facts.ts';
import type { NoteFact } from '../../incident/facts/note-facts.ts';
import { isTeamFact } from '../../incident/facts/team-facts.ts';
import { isWorkFact } from '../../incident/facts/work-facts.ts';
import type { WorkFact } from '../../incident/facts/work-facts.ts';
import { causeLine } from './cause-line.ts';
import { checksDocument, evidenceDocument, nameOf } from '../checks.ts';
import { byWhom as actorName } from '../words/by-whom.ts';
import type { Document, Text } from '../document.ts';
import { fishboneDocument } from '../fishbone.ts';
import { inFiles, inFull } from '../words/in-full.ts';
import { movedDocument } from '../moved.ts';
import type { LastMove } from '../moved.ts';
import { nextDocument } from '../next.ts';
import { noteLine } from './note-line.ts';
import { plain } from '../words/plain.ts';
import { scopeDocument } from '../scope.ts';
import { statusDocument } from '../status.ts';
import { suspectsDocument } from '../suspects.ts';
import { symptomDocument } from '../symptom.ts';
import { teamLine } from './team-line.ts';
import { timelineDocument } from '../timeline.ts';
import { whysDocument } from '../whys.ts';
import { workLine } from './work-line.ts';

/** Writes the incident note from a log. It quotes the documents of this room, so it arrives as an argument. */
export type WriteNote = (events: readonly IncidentEvent[]) => Document;

/**
 * What the thread says about one event, rendered from the log up to that event: the same log gives the same words, so a
 * message can be rendered again after a crash.
 */
export function eventLine(
  events: readonly IncidentEvent[],
  seq: number,
  { note }: { readonly note: WriteNote },
): Document {
  return { whole: inFull(events[0]?.incident ?? ''), ...lineOf(events, seq, note) };
}

function lineOf(events: readonly IncidentEvent[], seq: number, note: WriteNote): Document {
  const until = events.filter((event) => event.seq <= seq);
  const event = until.at(-1);
  const state = stateOf(until);
  if (event === undefined || state === null || event.seq !== seq)
    throw new Error(`there is no event ${seq} in this log`);
  if (isWorkFact(event.fact)) return workLine(event.fact, event, events);
  if (isNoteFact(event.fact)) return noteLine(event.fact, event, () => note(until));
  return event.fact.type === 'note-written'
    ? { ...note(until), whole: inFiles(event.incident) }
    : documentOf(event.fact, event, state, until);
}

function documentOf(
  fact: Exclude<IncidentFact, { type: 'note-written' } | WorkFact | NoteFact>,
  event: IncidentEvent,
  state: IncidentState,
  until: readonly IncidentEvent[],
): Document {
  if (isTeamFact(fact)) return teamLine(fact, event, state);
  if (isCauseFact(fact)) return causeLine(fact, event, state);
  switch (fact.type) {
    case 'declared':
      return fact.alert === null || fact.alert.source === 'person'
        ? plain([`Opened by `, byWhom(event), `: ${fact.title}`])
        : alertDocument('Alert', fact.alert, `Declared because ${fact.reason}.`);
    case 'alert-met':
      return fact.meeting === 'resolved'
        ? alertDocument(
            'The alert resolved',
            fact.alert,
            'The incident stays open until a person resolves it.',
          )
        : alertDocument('Alert', fact.alert, fact.reason);
    case 'symptom-measured':
      return symptomDocument(fact.symptom);
    case 'scope-measured':
      return scopeDocument(fact.scope);
    case 'check-finished':
      return evidenceDocument(fact.evidence, event.incident);
    case 'triage-finished':
      return checksDocument(state.evidence.slice(-fact.checks), fact.seconds);
    case 'suspects-ranked':
      return rankingDocument(fact, state);
    case 'step-failed':
      return plain([{ bold: `⚠️ ${fact.step}: ` }, `${fact.message} ${fact.hint}`]);
    case 'snapshot-taken':
      return plain([
        `Snapshot: versions ${fact.versions.join(', ') || 'unknown'}; ${fact.changes.length} recent changes`,
      ]);
    case 'asked':
      return viewDocument(fact.view, state, until);
    case 'severity-set':
      return plain([
        { bold: `Severity ${fact.severity.toUpperCase()}` },
        ` — ${fact.reason} · `,
        byWhom(event),
      ]);
    case 'timeline-added':
      return plain([
        '✓ On the timeline: ',
        { time: fact.happenedAt, style: 'date-clock' },
        ` ${fact.text} · `,
        byWhom(event),
        ' ',
        { code: fact.entry },
      ]);
    case 'timeline-revised':
      return plain([
        '✓ Corrected ',
        { code: fact.entry },
        ': ',
        { time: fact.happenedAt, style: 'date-clock' },
        ` ${fact.text} · `,
        byWhom(event),
      ]);
    case 'timeline-removed':
      return plain(['✓ Taken off the timeline: ', { code: fact.entry }, ' · ', byWhom(event)]);
    case 'why-added':
      return whysDocument(state);
    case 'resolved':
      return plain([
        { bold: '✅ Resolved' },
        ` — ${fact.reason} · `,
        byWhom(event),
        fact.cause === null ? '' : ` · cause: ${fact.cause}`,
      ]);
    case 'reopened':
      return plain([{ bold: 'Reopened' }, ` — ${fact.reason} · `, byWhom(event)]);
  }
}

/** A view that somebody asked for in the thread, as the log stood then. */
function viewDocument(view: View, state: IncidentState, until: readonly IncidentEvent[]): Document {
  switch (view) {
    case 'status':
      return statusDocument(state);
    case 'symptom':
      return state.symptom === null
        ? plain(['The symptom has not been measured yet.'])
        : symptomDocument(state.symptom);
    case 'scope':
      return state.scope === null
        ? plain(['The scope has not been measured yet.'])
        : scopeDocument(state.scope);
    case 'suspects':
      return state.ranking === null
        ? plain(['Nothing has been ranked yet.'])
        : suspectsDocument(state.id, state.ranking, {
            detail: 'full',
            move: lastMove(state),
            silent: state.evidence.filter((one) => one.verdict.answer === 'inconclusive').map(nameOf),
          });
    case 'next':
      return state.ranking === null
        ? plain(['Nothing has been ranked yet. The triage chooses the first checks by itself.'])
        : nextDocument(state.id, state.ranking);
    case 'fishbone':
      return fishboneDocument(state);
    case 'timeline':
      return timelineDocument(until);
    case 'why':
      return whysDocument(state);
  }
}

/** A new ranking: as a whole when the top or the verdict is another one, else only what moved. */
function rankingDocument(
  fact: Extract<IncidentFact, { type: 'suspects-ranked' }>,
  state: IncidentState,
): Document {
  const move = lastMove(state);
  return fact.because === 'moved' && move !== null
    ? movedDocument(state.id, move, fact.ranking)
    : suspectsDocument(state.id, fact.ranking, { detail: 'brief', move });
}

function lastMove({ lastMove: move, evidence }: IncidentState): LastMove | null {
  if (move === null) return null;
  return {
    before: move.before,
    evidence: evidence.find((one) => one.id === move.evidence) ?? null,
  };
}

function alertDocument(
  title: string,
  alert: NonNullable<IncidentState['alerts'][number]>['alert'],
  reason: string,
): Document {
  const words = alert.summary === '' ? alert.title : alert.summary;
  const link = alert.links[0];
  return {
    summary: `${title}: ${words}`,
    blocks: [
      { kind: 'quote', text: [{ bold: `${title} · ${alert.source} · ${alert.severity}` }, `\n${words}`] },
      {
        kind: 'context',
        text: [
          'fired ',
          { time: alert.startedAt, style: 'date-clock' },
          ` · ${reason}`,
          ...(link === undefined ? [] : [' · ', { link, text: 'open the monitor' }]),
        ],
      },
    ],
  };
}

const byWhom = (event: IncidentEvent): Text[number] => actorName(event.actor);
