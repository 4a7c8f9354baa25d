import type { IncidentState } from '../incident/state/state.ts';
import type { TeamFact } from '../incident/facts/team-facts.ts';
import type { Block, Document, Text } from './document.ts';

/** What the data say about how bad it is; a person confirms by a button. */
export function severityProposal(
  state: IncidentState,
  fact: Extract<TeamFact, { type: 'severity-proposed' }>,
): Document {
  const level = fact.severity.toUpperCase();
  const isSame = fact.severity === state.severity;
  const words = isSame
    ? `${level}, as it is`
    : `${level}; it is ${state.severity.toUpperCase()} because ${state.severityReason}`;
  const reasons = fact.reasons.map((one): Text => [
    one.words,
    ...(one.evidence === null ? [] : [' ', { code: one.evidence }]),
  ]);
  const { changed: others = [] } = fact;
  const changed: readonly Block[] =
    others.length === 0 ? [] : [{ kind: 'paragraph', text: [{ bold: 'Changed: ' }, others.join(' · ')] }];
  const buttons: readonly Block[] = isSame
    ? []
    : [
        {
          kind: 'buttons',
          buttons: [
            {
              label: `Make it ${level}`,
              command: `${state.id} severity ${fact.severity} as the data say`,
              style: 'primary',
            },
          ],
        },
      ];
  return {
    summary: `Severity by the data: ${words}. ${(others.length > 0 ? others : fact.reasons.map((one) => one.words)).join('; ')}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: 'Severity by the data: ' }, words] },
      ...changed,
      { kind: 'list', items: reasons },
      ...buttons,
    ],
  };
}
