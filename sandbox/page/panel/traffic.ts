import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { TrafficDetail, TrafficLine } from '../contract.ts';
import { h } from '../h.ts';
import { searchTraffic, trafficDetail } from '../net/ask.ts';
import { desk } from '../state/desk.ts';

/** What went over the wire between Slack and the app, newest first. */
export function TrafficSearch(): VNode {
  const { traffic, app } = desk.get().workspace;
  const [words, setWords] = useState('');
  const [lines, setLines] = useState<readonly TrafficLine[]>([]);
  useEffect(() => {
    let isLate = false;
    const timer = setTimeout(() => {
      void searchTraffic(words).then((found) => (isLate ? undefined : setLines(found)));
    }, 200);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [words, traffic.total]);
  const connected = traffic.connections > 0 ? `${app.name} is connected` : `${app.name} is not connected`;
  return h(
    'section',
    { 'aria-label': 'Traffic' },
    h('p', { class: 'hint' }, `${connected}; ${traffic.total} exchanges so far. Tokens are cut out.`),
    h('input', {
      type: 'search',
      class: 'input',
      placeholder: 'Search in names and payloads',
      'aria-label': 'Search in the traffic',
      value: words,
      onInput: (event) => setWords(event.currentTarget.value),
    }),
    h(
      'ul',
      { class: 'traffic' },
      lines.map((line) => h('li', { key: line.seq }, h(Line, { line }))),
    ),
    lines.length === 0 && h('p', { class: 'hint' }, 'Nothing fits.'),
  );
}

function Line({ line }: { readonly line: TrafficLine }): VNode {
  const [detail, setDetail] = useState<TrafficDetail | null>(null);
  const isBad = line.error !== null || line.status === 0 || line.status >= 400;
  const came = line.error ?? (line.status === 0 ? 'no answer' : String(line.status));
  return h(
    'details',
    {
      class: isBad ? 'exchange bad' : 'exchange',
      onToggle(event) {
        if (event.currentTarget.open && !detail) void trafficDetail(line.seq).then(setDetail);
      },
    },
    h(
      'summary',
      null,
      h(
        'span',
        { class: 'arrow', title: line.direction === 'in' ? 'to Slack' : 'to the app' },
        line.direction === 'in' ? '→' : '←',
      ),
      h('span', { class: 'exchange-name' }, line.name),
      h('span', { class: 'exchange-status' }, came),
      h('time', { class: 'hint' }, line.at.slice(11, 19)),
    ),
    detail && [
      h('div', { class: 'hint' }, 'request'),
      h('pre', { tabIndex: 0 }, JSON.stringify(detail.request, null, 2)),
      h('div', { class: 'hint' }, 'answer'),
      h('pre', { tabIndex: 0 }, JSON.stringify(detail.response, null, 2)),
    ],
  );
}
