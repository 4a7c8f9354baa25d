import type { Alert } from '../alert/alert.ts';
import { derivedFingerprint } from '../alert/fingerprint.ts';
import type { Known } from '../alert/known.ts';
import { numberFrom } from '../alert/numbers.ts';
import { alertFrom } from '../alert/report.ts';
import type { CompiledRule } from './channel-rules.ts';
import { matchInTime } from './match-in-time.ts';

/** What another bot said in a channel. `text` is all of it as plain text: attachments and blocks included, one part a line. */
export type ChannelMessage = {
  readonly channel: { readonly id: string; /** Without the `#`. */ readonly name: string };
  readonly bot: { readonly id: string; readonly name: string };
  readonly text: string;
  readonly ts: string;
  readonly at: Date;
  readonly permalink?: string | null;
};

export type ChannelReading =
  | { readonly kind: 'alert'; readonly alert: Alert; readonly place: string }
  | { readonly kind: 'none'; readonly reason: string }
  /** A rule could not be tried to the end; `place` names it. */
  | { readonly kind: 'rule-too-slow'; readonly place: string; readonly reason: string };

/** More of a message than this is not searched: monitors say what matters at the beginning. */
export const longestMessage = 4000;

/** Reads an alert out of a message by the first rule that fits its channel, its bot and its text. */
export function readChannelMessage(
  message: ChannelMessage,
  { rules, known }: { readonly rules: readonly CompiledRule[]; readonly known: Known },
): ChannelReading {
  const fitting = rules.filter(({ rule }) => isFrom(message, rule));
  if (fitting.length === 0) return { kind: 'none', reason: 'no rule is for this channel and bot' };
  const text = message.text.slice(0, longestMessage);
  for (const compiled of fitting) {
    const found = matchInTime(compiled.expression, text);
    switch (found.kind) {
      case 'match':
        return {
          kind: 'alert',
          alert: alertOf(message, { text, compiled, groups: found.groups, known }),
          place: compiled.place,
        };
      case 'too-slow':
        return {
          kind: 'rule-too-slow',
          place: compiled.place,
          reason: `${compiled.place}.match backtracks without end on a message in #${message.channel.name}; avoid repetition inside repetition`,
        };
      case 'no-match':
        break;
    }
  }
  return { kind: 'none', reason: 'no rule matches the text' };
}

function isFrom(message: ChannelMessage, rule: CompiledRule['rule']): boolean {
  const channel = rule.channel.replace(/^#/, '');
  if (channel !== message.channel.id && channel !== message.channel.name) return false;
  return rule.bot === undefined || rule.bot === message.bot.id || sameName(rule.bot, message.bot.name);
}

function alertOf(
  message: ChannelMessage,
  found: {
    readonly text: string;
    readonly compiled: CompiledRule;
    readonly groups: Readonly<Record<string, string | undefined>>;
    readonly known: Known;
  },
): Alert {
  const { groups, text } = found;
  const { fields } = found.compiled.rule;
  const about = {
    model: groups['model'] ?? fields.model,
    metric: groups['metric'] ?? fields.metric,
    column: groups['column'] ?? fields.column,
    segment: groups['segment'],
  };
  const firstLine = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return alertFrom(
    {
      source: 'slack',
      status: statusOf(groups['status']) ?? fields.status ?? 'firing',
      // Without what differs between an alert and its resolve, so that both name the same thing.
      fingerprint:
        groups['fingerprint'] ??
        derivedFingerprint([message.channel.id, message.bot.id || message.bot.name, about]),
      name: null,
      title: groups['title'] ?? firstLine,
      summary: groups['summary'] ?? text,
      labels: labelsOf(about),
      severity: groups['severity'] ?? fields.severity ?? null,
      severityOtherwise: fields.severity ?? 'warning',
      value: numberFrom(groups['value']),
      baseline: numberFrom(groups['baseline']),
      startedAt: null,
      endedAt: null,
      links: [message.permalink],
    },
    found.known,
    message.at,
  );
}

function labelsOf(about: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(about).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function statusOf(word: string | undefined): Alert['status'] | null {
  if (word === undefined) return null;
  return /^(?:resolved?|recovered|ok|cleared?|closed|normal|green)$/i.test(word.trim())
    ? 'resolved'
    : 'firing';
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
