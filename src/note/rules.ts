import type { ActionItem } from '../incident/state/team-state.ts';
import { RULE_PARTS, ruledActions } from '../message/action-rule.ts';
import { escapeHtml } from './html-text.ts';
import { fenced, lineOf } from './markdown-text.ts';

const TITLE = 'Rules to put in place';

/** The rules of the action items at the end of the Markdown; empty where none is known. */
export function rulesMarkdown(actions: readonly ActionItem[]): string {
  const ruled = ruledActions(actions);
  if (ruled.length === 0) return '';
  const parts = ruled.flatMap(({ id, rule }) => [
    lineOf([{ bold: id }, ` ${rule.title}`]),
    ...RULE_PARTS.flatMap(({ part, words }) => {
      const text = rule[part];
      return text === null ? [] : [lineOf([{ italic: words }]), fenced(text.trimEnd())];
    }),
  ]);
  return `\n## ${TITLE}\n\n${parts.join('\n\n')}\n`;
}

/** The same on the page. */
export function rulesHtml(actions: readonly ActionItem[]): readonly string[] {
  const ruled = ruledActions(actions);
  if (ruled.length === 0) return [];
  const block = (words: string, text: string): string =>
    `<details><summary>${escapeHtml(words)}</summary><pre><code>${escapeHtml(text.trimEnd())}</code></pre></details>`;
  return [
    `<h2>${TITLE}</h2>`,
    ...ruled.flatMap(({ id, rule }) => [
      `<p><strong>${escapeHtml(id)}</strong> ${escapeHtml(rule.title)}</p>`,
      ...RULE_PARTS.flatMap(({ part, words }) => {
        const text = rule[part];
        return text === null ? [] : [block(words, text)];
      }),
    ]),
  ];
}
