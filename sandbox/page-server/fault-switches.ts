import type { Faults } from '../faults.ts';
import type { FaultSwitch } from '../page/contract.ts';

/** Slack's bad days, as switches a person can turn on and off. */
export type FaultSwitches = {
  list(): readonly FaultSwitch[];
  /** False when there is no such switch. */
  turn(id: string, on: boolean): boolean;
  subscribe(listener: () => void): () => void;
};

const faults: readonly (Omit<FaultSwitch, 'isOn'> & { readonly start: (faults: Faults) => () => void })[] = [
  {
    id: 'rate-limit',
    label: 'Too many requests',
    description: 'Every third call of the Web API is answered 429, come back in 2 seconds.',
    start: (all) => all.api('*', { kind: 'rate_limit', retryAfterSeconds: 2 }, { chance: 0.34 }),
  },
  {
    id: 'disconnect',
    label: 'Connections break',
    description: 'Every third payload meets a socket that is cut under it; Slack tries again later.',
    start: (all) => all.delivery('*', { kind: 'disconnect' }, { chance: 0.34 }),
  },
  {
    id: 'duplicates',
    label: 'Events twice',
    description: 'Messages reach the app three times, under different event ids.',
    start: (all) => all.delivery('*', { kind: 'duplicate', copies: 3, eventIds: 'different' }),
  },
  {
    id: 'delay',
    label: 'Slow Slack',
    description: 'Every call of the Web API takes two seconds longer.',
    start: (all) => all.api('*', { kind: 'delay', ms: 2000 }),
  },
  {
    id: 'unclear',
    label: 'Lost answers',
    description: 'Messages are posted, but the connection breaks before the app hears so; every second time.',
    start: (all) => all.api('chat.postMessage', { kind: 'apply_then_drop' }, { chance: 0.5 }),
  },
];

export function faultSwitches(switchboard: Faults): FaultSwitches {
  const on = new Map<string, () => void>();
  const listeners = new Set<() => void>();
  return {
    list: () => faults.map(({ id, label, description }) => ({ id, label, description, isOn: on.has(id) })),
    turn(id, isOn) {
      const fault = faults.find((it) => it.id === id);
      if (!fault) return false;
      on.get(id)?.();
      on.delete(id);
      if (isOn) on.set(id, fault.start(switchboard));
      for (const listener of listeners) listener();
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
