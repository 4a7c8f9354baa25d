import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageEphemeral, PageMessage } from '../contract.ts';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import { desk } from '../state/desk.ts';
import { markRead } from '../state/unread.ts';
import { dayWords } from '../text/date-words.ts';
import { EphemeralShown } from './ephemeral.ts';
import { Message } from './message.ts';

type ListProps = {
  readonly channel: string;
  readonly thread: string | null;
  readonly messages: readonly PageMessage[];
  readonly before?: Shown;
};

const closeSeconds = 300;

/** Messages below each other, with days and the line above what is new. Stays at the end as long as the reader is there. */
export function MessageList({ channel, thread, messages, before }: ListProps): VNode {
  const now = desk.get();
  const frame = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const key = thread === null ? `${now.me} ${channel}` : `${now.me} ${channel} ${thread}`;
  // Where the reader had been when they came: the line above what is new stays there while they read.
  const [cameAt, setCameAt] = useState({ key, ts: now.read[key] ?? '' });
  if (cameAt.key !== key) setCameAt({ key, ts: now.read[key] ?? '' });
  const ephemerals = [...now.workspace.ephemerals.values()].filter(
    (it) => it.channel === channel && it.threadTs === thread && it.user === now.me,
  );
  const rows = [...messages, ...ephemerals].toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
  const last = rows.at(-1);
  const lastSeen = useRef(last?.ts);
  useLayoutEffect(() => {
    // Who has just said something wants to see it, wherever they had been reading.
    const isOwnNews = last !== undefined && last.ts !== lastSeen.current && last.user === now.me;
    lastSeen.current = last?.ts;
    if (isOwnNews && !('from' in last)) isAtEnd.current = true;
    toEnd(frame.current, isAtEnd.current);
  });
  useEffect(() => {
    const list = frame.current;
    if (!list) return undefined;
    // A box that grows, or a picture that comes late, must not push the end out of sight.
    const watch = new ResizeObserver(() => toEnd(list, isAtEnd.current));
    for (const part of [list, list.firstElementChild]) if (part) watch.observe(part);
    return () => watch.disconnect();
  }, []);
  useEffect(() => markRead(channel, thread));
  useEffect(() => {
    isAtEnd.current = true;
  }, [key]);
  return h(
    'div',
    {
      class: 'message-list',
      ref: frame,
      role: 'log',
      'aria-label': thread === null ? 'Messages' : 'Thread',
      tabIndex: 0,
      onScroll(event) {
        const list = event.currentTarget;
        isAtEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
      },
    },
    h(
      'div',
      { class: 'message-list-inside' },
      before,
      rows.map((row, index) => rowOf(row, rows[index - 1], cameAt.ts, thread)),
    ),
  );
}

function toEnd(list: HTMLElement | null, isWanted: boolean): void {
  if (list && isWanted) list.scrollTop = list.scrollHeight;
}

type Row = PageMessage | PageEphemeral;

function rowOf(row: Row, previous: Row | undefined, cameAt: string, thread: string | null): Shown {
  const { me } = desk.get();
  const isNewDay = thread === null && (previous === undefined || dayWords(previous.ts) !== dayWords(row.ts));
  const isFirstNew =
    cameAt !== '' &&
    row.ts > cameAt &&
    (previous?.ts ?? '') <= cameAt &&
    row.user !== me &&
    previous !== undefined;
  return [
    isNewDay &&
      h('div', { class: 'day', role: 'separator', key: `day ${row.ts}` }, h('span', null, dayWords(row.ts))),
    isFirstNew &&
      h('div', { class: 'new-line', role: 'separator', key: `new ${row.ts}` }, h('span', null, 'New')),
    'from' in row
      ? h(EphemeralShown, { ephemeral: row, key: row.id })
      : h(Message, {
          message: row,
          isInThread: thread !== null,
          isContinued: !isNewDay && isContinuation(row, previous),
          key: row.ts,
        }),
  ];
}

function isContinuation(message: PageMessage, previous: Row | undefined): boolean {
  if (!previous || 'from' in previous || previous.isDeleted || message.isBroadcast) return false;
  const isParent = message.threadTs !== null && previous.threadTs === null;
  return (
    !isParent && previous.user === message.user && Number(message.ts) - Number(previous.ts) < closeSeconds
  );
}
