import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import { messageLines } from '../../src/composition/message-lines.ts';
import { View } from '../../src/incident/facts/events.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { stateOf } from '../../src/incident/evolve/evolve.ts';
import { brief } from '../../src/message/words/brief.ts';
import type { Document } from '../../src/message/document.ts';
import { eventLine } from '../../src/message/lines/event-line.ts';
import { rootMessage } from '../../src/message/root.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import { factsOf, logOf, priya, rankingOf, storyOf } from '../incident/facts.ts';
import { hostile } from './hostile.ts';

const style = {
  bold: (text: string) => text,
  dim: (text: string) => text,
  nameOf: (user: string) => user,
};
const linesOf = (document: Document) => messageLines(renderBlocks(document), style);
const wordsOf = (document: Document) => linesOf(document).join('\n');
const lineAt = (facts: readonly IncidentFact[], seq = facts.length) =>
  eventLine(logOf(facts, priya), seq, { note: noteDocument });
const rootAfter = (facts: readonly IncidentFact[]): Document => {
  const state = stateOf(logOf(facts));
  if (state === null) throw new Error('nothing happened');
  return rootMessage(state);
};

/** Every document that the story leads to: one for each event, each view, and the root after each step. */
function everyDocument(say?: string): readonly Document[] {
  const story = storyOf(say);
  const views = View.options;
  return [
    ...story.map((_, index) => lineAt(story, index + 1)),
    ...views.map((view) => lineAt([...story, { type: 'asked', view }])),
    ...views.map((view) => lineAt([factsOf(say).declared, { type: 'asked', view }])),
    ...story.map((_, index) => rootAfter(story.slice(0, index + 1))),
  ];
}

/** Tokens that Slack would act on and that the bot itself may write: dates, people, links with their text. */
const own = /<!date\^\d+\^[^|>]*\|[^>]*>|<@U0ONCALL01>|<https?:\/\/[^|>]*\|[^>]*>/g;

/** The texts that Slack reads for mentions and links; `plain_text` and `raw_text` it shows as they are. */
function mrkdwnIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(mrkdwnIn);
  if (typeof part !== 'object' || part === null) return [];
  const { type, text } = part as { readonly type?: unknown; readonly text?: unknown };
  return type === 'mrkdwn' && typeof text === 'string' ? [text] : Object.values(part).flatMap(mrkdwnIn);
}

describe('every fact is said', () => {
  test('in words of its own, with a complete line for phones', () => {
    for (const document of everyDocument()) {
      const { text, blocks } = renderBlocks(document);
      expect(lintBlocks('message', blocks)).toEqual([]);
      expect(text.length).toBeGreaterThan(10);
      expect(blocks.length).toBeGreaterThan(0);
      expect(wordsOf(document)).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }
  });

  test('an event that is not there is an error, not an empty message', () => {
    expect(() => lineAt([factsOf().declared], 2)).toThrow('there is no event 2');
    expect(() => eventLine([], 1, { note: noteDocument })).toThrow('there is no event 1');
  });

  test('the same log says the same, also when it has grown since', () => {
    const story = storyOf();
    story.forEach((_, index) => {
      const then = eventLine(logOf(story.slice(0, index + 1)), index + 1, { note: noteDocument });
      expect(eventLine(logOf(story), index + 1, { note: noteDocument })).toEqual(then);
    });
  });
});

describe.each(hostile)('an outside text that is %s', (_, say) => {
  test('is shown within every limit of Slack and gives no orders', () => {
    for (const document of everyDocument(say)) {
      const { text, blocks } = renderBlocks(document);
      expect(lintBlocks('message', blocks)).toEqual([]);
      expect(text.trim()).not.toBe('');
      expect(text.length).toBeLessThanOrEqual(4000);
      const acted = [text, ...mrkdwnIn(blocks)].join(' ').replaceAll(own, '');
      expect(acted).not.toMatch(/<[!@#]|<https?:|@(?:here|channel|everyone)\b/);
      expect(`${text} ${JSON.stringify(blocks)}`).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/);
    }
  });

  test('leaves the root message twelve lines', () => {
    const story = storyOf(say);
    story.forEach((_, index) => {
      const root = rootAfter(story.slice(0, index + 1));
      expect(linesOf(root).length).toBeLessThanOrEqual(12);
      expect(linesOf(root).join('').length).toBeLessThan(2500);
    });
  });
});

describe('the root message', () => {
  const { declared, ...facts } = factsOf();
  const upTo = (...happened: readonly IncidentFact[]) => wordsOf(rootAfter([declared, ...happened]));
  const found = [facts['symptom-measured'], facts['scope-measured'], facts['suspects-ranked']];

  test('says first what the monitor says, and that it is being looked at', () => {
    expect(upTo()).toContain('AUC of deposit is 0.79 (7d: 0.86)');
    expect(upTo()).toContain('measuring what changed');
    expect(upTo()).toContain('🔴 INC-7 · deposit · SEV1');
  });

  test('then what changed, for whom, who did it, and what to do first', () => {
    const words = upTo(...found);
    expect(words).toContain('AUC of deposit fell from 0.861 to 0.788');
    expect(words).toContain('For whom: country=BR');
    expect(words).toContain('config.feature-store');
    expect(words).toContain('81 %');
    expect(words).toContain('Change: chg-0834');
    expect(words).toContain('[ Run parity ]');
    expect(words).not.toContain('measuring');
  });

  test('calls what is benign benign, without a suspect to blame', () => {
    const benign = rankingOf({ verdict: 'benign', verdictReason: 'the metric is as it was' });
    const words = upTo(...found, { type: 'suspects-ranked', ranking: benign, because: 'new evidence' });
    expect(words).toContain('🟢');
    expect(words).toContain('benign — the metric is as it was');
    expect(words).not.toContain('Top suspect');
  });

  test('when it is over, says so and how, and asks for nothing more than the note', () => {
    const words = upTo(...found, facts.resolved);
    expect(words).toContain('✅ INC-7');
    expect(words).toContain('Resolved: rolled v3 back');
    expect(words).not.toContain('Run parity');
    expect(upTo(...found, facts.resolved, facts.reopened)).toContain('🔴 INC-7');
  });

  test('counts the alert that goes on and on', () => {
    const again = { ...facts['alert-met'], meeting: 'repeated' } as const;
    expect(upTo(again)).toContain('the alert repeated once');
    expect(upTo(again, again, again)).toContain('the alert repeated 3 times');
  });

  test('twelve lines at most, however much is known', () => {
    const root = rootAfter([declared, ...Object.values(facts).filter((fact) => fact.type !== 'reopened')]);
    const { blocks } = renderBlocks(root);
    const lines = blocks.flatMap((block) =>
      block.type === 'section' ? (block.text?.text ?? '').split('\n') : [block.type],
    );
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.length).toBeGreaterThan(6);
    expect(root.summary).toContain('Somebody leads');
  });

  test('every button types a command for this incident', () => {
    const buttons = rootAfter([declared, ...found]).blocks.flatMap((block) =>
      block.kind === 'buttons' ? block.buttons : [],
    );
    expect(buttons.map((button) => button.command)).toEqual([
      'INC-7 mitigate',
      'INC-7 check parity',
      'INC-7 lead',
      'INC-7 update',
      'INC-7 suspects',
      'INC-7 note',
    ]);
  });
});

describe('who said it', () => {
  const { declared, ...facts } = factsOf();
  test('a person is named, and a monitor is quoted', () => {
    const byPerson = { ...declared, alert: { ...declared.alert, source: 'person' } } as IncidentFact;
    expect(wordsOf(lineAt([byPerson]))).toContain('Opened by @U0ONCALL01: AUC of deposit');
    expect(wordsOf(lineAt([declared]))).toContain('Alert · alertmanager · critical');
    expect(wordsOf(lineAt([declared, facts.resolved]))).toContain('@U0ONCALL01');
  });

  test('a monitor that resolved is told from a person who did', () => {
    const over = { ...facts['alert-met'], meeting: 'resolved' } as const;
    expect(wordsOf(lineAt([declared, over]))).toContain('stays open until a person resolves it');
  });
});

describe('a line that must stay short', () => {
  test('is one line, at most as long as it may be, and whole when it fits', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 900, unit: 'binary' }),
        fc.integer({ min: 2, max: 200 }),
        (text, limit) => {
          const line = brief(text, limit);
          expect(line.length).toBeLessThanOrEqual(limit);
          expect(line).not.toMatch(/[\n\r\t]/);
          expect(line.isWellFormed() || !text.isWellFormed()).toBe(true);
          const whole = text.replaceAll(/\s+/g, ' ').trim();
          expect(line === whole || line.endsWith('…')).toBe(true);
        },
      ),
    );
  });
  test('is cut between words', () => {
    expect(brief('the client still wrote the old key', 20)).toBe('the client still…');
    expect(brief('short', 20)).toBe('short');
  });
});
