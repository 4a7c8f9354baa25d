import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { GuideStep } from '../contract.ts';
import { h } from '../h.ts';
import { desk, insert } from '../state/desk.ts';
import type { Desk } from '../state/desk.ts';
import { isDone } from './guide-progress.ts';

/** The first incident in steps: what to do now, ticked when it was done, gone when it is not wanted. */
export function Guide(): VNode | null {
  const now = desk.get();
  const { guide, workspace } = now;
  const { offers, playback } = workspace;
  const step = offers.guide[guide.done];
  const isNowDone = step !== undefined && isDone(step.done, now);
  useEffect(() => {
    if (isNowDone) desk.set({ guide: { ...guide, done: guide.done + 1 } });
  }, [isNowDone, guide.done]);
  useEffect(() => {
    if (playback?.state === 'starting')
      desk.set({ guide: { ...desk.get().guide, done: 0 }, pressed: 0, sent: [] });
  }, [playback?.state]);
  if (offers.guide.length === 0) return null;
  if (guide.isDismissed)
    return h(
      'button',
      { type: 'button', class: 'link-button', onClick: () => setDismissed(false) },
      'Show the guide',
    );
  return h(
    'section',
    { class: 'guide', 'aria-label': 'Your first incident' },
    h(
      'div',
      { class: 'guide-head' },
      h('h3', null, step ? 'Your first incident' : 'That was an incident'),
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': 'Dismiss the guide',
          onClick: () => setDismissed(true),
        },
        '✕',
      ),
    ),
    h(
      'ol',
      null,
      offers.guide.map((it, index) => h(Step, { step: it, index, done: guide.done, key: String(index) })),
    ),
    !step && h(Afterwards, {}),
  );
}

type StepProps = { readonly step: GuideStep; readonly index: number; readonly done: number };

function Step({ step, index, done }: StepProps): VNode {
  const state = index < done ? 'past' : index === done ? 'current' : 'later';
  return h(
    'li',
    { class: `step ${state}`, 'aria-current': state === 'current' ? 'step' : undefined },
    h('span', { class: 'step-sign', 'aria-hidden': true }, state === 'past' ? '✓' : String(index + 1)),
    h(
      'div',
      null,
      h('strong', null, step.title, state === 'past' && h('span', { class: 'unseen' }, ', done')),
      state === 'current' && [
        h('p', null, step.text),
        step.type !== undefined &&
          h(
            'button',
            {
              type: 'button',
              class: 'try',
              title: 'Put it into the box',
              onClick: () => tryIt(step.type ?? ''),
            },
            h('code', null, step.type),
            h('span', null, 'Put it into the box'),
          ),
        h('button', { type: 'button', class: 'link-button', onClick: () => skip(done) }, 'Skip'),
      ],
    ),
  );
}

function Afterwards(): VNode {
  return h(
    'div',
    { class: 'afterwards' },
    desk
      .get()
      .workspace.offers.afterwards.map(({ title, text, commands }) =>
        h(
          'div',
          { key: title },
          h('strong', null, title),
          h('p', null, text),
          commands.length > 0 && h('pre', { tabIndex: 0 }, commands.join('\n')),
        ),
      ),
  );
}

/** A command goes into the channel's box, because threads take none; anything else into the thread's. */
function tryIt(text: string): void {
  const now = desk.get();
  const thread = text.startsWith('/') ? null : (now.thread ?? newestThread(now));
  if (thread) desk.set({ place: { at: 'channel', channel: thread.channel }, thread });
  // The box of a thread that was just opened is there only after the page was drawn.
  setTimeout(() => insert(thread ? 'thread' : 'channel', text), 50);
  if (globalThis.matchMedia('(max-width: 1000px)').matches) desk.set({ isPanelOpen: false });
}

function newestThread(now: Desk): Desk['thread'] {
  const all = [...now.workspace.messages.values()].flatMap((it) => [...it.values()]);
  const last = all
    .filter((it) => it.threadTs !== null)
    .toSorted((one, other) => (one.ts < other.ts ? 1 : -1))[0];
  if (!last || last.threadTs === null) return null;
  return { channel: last.channel, ts: last.threadTs };
}

function skip(done: number): void {
  desk.set({ guide: { ...desk.get().guide, done: done + 1 } });
}

function setDismissed(isDismissed: boolean): void {
  if (isDismissed) localStorage.setItem('guide', 'dismissed');
  else localStorage.removeItem('guide');
  desk.set({ guide: { ...desk.get().guide, isDismissed } });
}
