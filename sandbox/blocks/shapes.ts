import { asFields } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Check } from './problem.ts';

type Shape = Readonly<Record<string, Check | OptionalCheck>>;
type OptionalCheck = { readonly optional: Check };

export function optional(check: Check): OptionalCheck {
  return { optional: check };
}

/** An object with these fields and no others; `type` is always allowed and checked by whoever chose the shape. */
export function object(shape: Shape, also?: (fields: Fields, say: (message: string) => void) => void): Check {
  return (value, at) => {
    const fields = asFields(value);
    if (!fields) return at.say('must provide an object');
    for (const key of Object.keys(fields)) {
      if (key !== 'type' && !(key in shape)) at.say(`invalid additional property: ${key}`);
    }
    for (const [key, rule] of Object.entries(shape)) {
      const isOptional = typeof rule !== 'function';
      if (fields[key] === undefined || fields[key] === null) {
        if (!isOptional) at.say(`missing required field: ${key}`);
        continue;
      }
      const check = isOptional ? rule.optional : rule;
      check(fields[key], at.inside(key));
    }
    also?.(fields, (message) => at.say(message));
  };
}

/** Text of `from` to `to` characters. */
export function string(to: number, from = 1): Check {
  return (value, at) => {
    if (typeof value !== 'string') return at.say('must provide a string');
    if (value.length > to) at.say(`must be less than ${to + 1} characters`);
    if (value.length < from) at.say(`must be more than ${from - 1} characters`);
  };
}

export function list(item: Check, count: { readonly from?: number; readonly to: number }): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return at.say('must provide an array');
    const from = count.from ?? 1;
    if (value.length > count.to) at.say(`no more than ${count.to} items allowed`);
    if (value.length < from) at.say(`must have at least ${from} item${from === 1 ? '' : 's'}`);
    for (const [index, it] of value.entries()) item(it, at.inside(index));
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      at.say(`must be a valid enum value: ${allowed.join(', ')}`);
  };
}

export function number(from: number, to: number): Check {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return at.say('must provide a number');
    if (value < from || value > to) at.say(`must be between ${from} and ${to}`);
  };
}

export const flag: Check = (value, at) => {
  if (typeof value !== 'boolean') at.say('must provide a boolean');
};

export function url(to = 3000): Check {
  return (value, at) => {
    string(to)(value, at);
    if (typeof value === 'string' && !/^(?:https?|mailto|slack):/u.test(value))
      at.say('must provide a valid URL');
  };
}

export const anything: Check = () => {};

/** Chooses the check by the value's `type`; other types are Slack's "unsupported type". */
export function byType(checks: () => Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    const fields = asFields(value);
    if (!fields) return at.say('must provide an object');
    const type = fields['type'];
    if (typeof type !== 'string') return at.say('missing required field: type');
    const check = checks()[type];
    if (!check) return at.inside('type').say(`unsupported type: ${type}`);
    check(value, at);
  };
}
