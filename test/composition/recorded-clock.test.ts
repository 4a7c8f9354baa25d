import { expect, test } from 'vitest';
import { createRecordedClock } from '../../src/composition/recorded-clock.ts';

const at = (text: string): Date => new Date(`2026-03-12T${text}Z`);

test('a recording runs on from its alert, stands still, hurries, and is moved ahead', () => {
  let wall = new Date('2027-01-01T00:00:00Z');
  const pass = (seconds: number): void => {
    wall = new Date(wall.getTime() + seconds * 1000);
  };
  const clock = createRecordedClock({ now: () => wall });
  expect(clock.now()).toEqual(wall);
  clock.set(at('14:36:00'));
  pass(60);
  expect(clock.now()).toEqual(at('14:37:00'));
  clock.pause();
  pass(3600);
  expect(clock.now()).toEqual(at('14:37:00'));
  clock.skip(30);
  expect(clock.now()).toEqual(at('15:07:00'));
  clock.resume();
  clock.setSpeed(20);
  pass(60);
  expect(clock.now()).toEqual(at('15:27:00'));
  clock.setSpeed(1);
  pass(60);
  expect(clock.now()).toEqual(at('15:28:00'));
  clock.set(at('14:36:00'));
  expect([clock.now(), clock.speed, clock.isPaused]).toEqual([at('14:36:00'), 1, false]);
});

test('time never goes back while a recording runs, not even when the clock of the machine is set back', () => {
  let wall = new Date('2027-01-01T00:00:00Z');
  const clock = createRecordedClock({ now: () => wall });
  clock.set(at('14:36:00'));
  wall = new Date('2026-12-31T00:00:00Z');
  expect(clock.now()).toEqual(at('14:36:00'));
});
