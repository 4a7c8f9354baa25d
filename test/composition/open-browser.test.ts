import { expect, test } from 'vitest';
import { browserCommand } from '../../src/composition/open-browser.ts';

const desktop = { environment: { DISPLAY: ':0' }, platform: 'linux', isTerminal: true } as const;

test('the page is opened where somebody sits before a screen', () => {
  expect(browserCommand(desktop)).toEqual(['xdg-open']);
  expect(browserCommand({ ...desktop, environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual(['xdg-open']);
  expect(browserCommand({ ...desktop, environment: { DISPLAY: ':0', BROWSER: 'firefox' } })).toEqual([
    'firefox',
  ]);
  expect(browserCommand({ environment: {}, platform: 'darwin', isTerminal: true })).toEqual(['open']);
});

test('nothing is opened in CI, into a pipe, without a display, or when it was turned off', () => {
  expect(browserCommand({ ...desktop, environment: { DISPLAY: ':0', CI: 'true' } })).toBeNull();
  expect(browserCommand({ ...desktop, isTerminal: false })).toBeNull();
  expect(browserCommand({ ...desktop, environment: {} })).toBeNull();
  expect(browserCommand({ ...desktop, environment: { DISPLAY: ':0', BROWSER: 'none' } })).toBeNull();
  expect(
    browserCommand({ environment: { BROWSER: 'none' }, platform: 'darwin', isTerminal: true }),
  ).toBeNull();
});
