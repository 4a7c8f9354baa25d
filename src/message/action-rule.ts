import type { ActionItem } from '../incident/state/team-state.ts';
import type { ActionRule } from '../monitors/rules/action-rule.ts';
import type { Block, Document } from './document.ts';

/** What each part of a rule is for, in the order in which it is shown. */
export const RULE_PARTS: readonly {
  readonly part: Exclude<keyof ActionRule, 'title'>;
  readonly words: string;
}[] = [
  { part: 'monitor', words: 'for fishbone.yml, so that the bot watches it by itself' },
  { part: 'prometheus', words: 'for Prometheus, as a rule file' },
  { part: 'sql', words: 'for a scheduler of SQL checks: a row means that it is wrong' },
  { part: 'gate', words: 'for the pipeline that deploys' },
];

export type RuledAction = ActionItem & { readonly rule: ActionRule };

export const ruledActions = (actions: readonly ActionItem[]): readonly RuledAction[] =>
  actions.flatMap((one) => (one.rule === null ? [] : [{ ...one, rule: one.rule }]));

/** The rules of action items to copy, and how to have them as files. */
export function rulesDocument(incident: string, items: readonly RuledAction[]): Document {
  return {
    summary: `Rules: ${items.map((one) => `${one.id} ${one.rule.title}`).join('; ')}`,
    blocks: [
      ...items.flatMap(({ id, rule }): readonly Block[] => [
        { kind: 'paragraph', text: [{ bold: `Rule of ${id}` }, `: ${rule.title}`] },
        ...RULE_PARTS.flatMap(({ part, words }): readonly Block[] => {
          const text = rule[part];
          return text === null
            ? []
            : [
                { kind: 'context', text: [words] },
                { kind: 'code', text },
              ];
        }),
      ]),
      { kind: 'context', text: ['As files: ', { code: `fishbone export ${incident} --rules rules/` }] },
    ],
  };
}
