import { expect, test } from 'vitest';
import { webLinks } from '../../src/alert/links.ts';

test('only web links are shown, each once, in the order they came', () => {
  const said = [
    'https://b.example/2',
    'http://a.example/1',
    'https://b.example/2',
    '',
    null,
    7,
    'not a link',
    '/relative',
  ];
  expect(webLinks(said)).toEqual(['https://b.example/2', 'http://a.example/1']);
});

test.each(['javascript:alert(1)', 'data:text/html,<b>x</b>', 'file:///etc/passwd', 'slack://channel?id=C1'])(
  '%s is no link to show',
  (link) => {
    expect(webLinks([link])).toEqual([]);
  },
);

test('credentials in a link go, whatever they look like', () => {
  expect(webLinks(['https://bot:pw@grafana.example/d/1', 'https://token-only@grafana.example/d/2'])).toEqual([
    'https://grafana.example/d/1',
    'https://grafana.example/d/2',
  ]);
});

test('a link cannot break out of where it is shown', () => {
  expect(webLinks(['https://x.example/a b\n<!channel>|"\u202E'])).toEqual([
    'https://x.example/a%20b%3C!channel%3E|%22%E2%80%AE',
  ]);
});

test('a link without end and the eleventh link are left out', () => {
  expect(webLinks([`https://x.example/${'a'.repeat(3000)}`])).toEqual([]);
  expect(webLinks(Array.from({ length: 20 }, (_, n) => `https://x.example/${n}`))).toHaveLength(10);
});
