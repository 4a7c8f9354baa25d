import fc from 'fast-check';

/** Texts that try to be something else: mentions, links, markup, SQL, paths, characters that hide or turn around. */
const bits = fc.constantFrom(
  '<!channel>',
  '<!here>',
  '<!everyone|all>',
  '<@U0MANAGER1>',
  '<!subteam^S0ONCALL01>',
  '<https://evil.example|ok>',
  '@channel',
  "'; DROP TABLE events; --",
  '"',
  '`',
  '```',
  '*',
  '\u202E',
  '\u0000',
  '\uD83D',
  '\n',
  '|',
  '>',
  '${HOME}',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  'INC-1',
  'churn',
  'auc',
  '1e309',
  'x'.repeat(3100),
);
export const hostileText = fc
  .array(fc.oneof(bits, fc.string({ maxLength: 6 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

export const hostileJson = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(hostileText, fc.oneof(hostileText, fc.jsonValue())),
);

/** A value in which some leaves were exchanged for hostile ones, and some keys were taken away. */
export function spoiled(sample: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(sample)) {
    const items = sample.map((item) => spoiled(item));
    return fc.oneof({ weight: 8, arbitrary: fc.tuple(...items) }, { weight: 1, arbitrary: hostileJson });
  }
  if (typeof sample === 'object' && sample !== null) {
    const fields = Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, spoiled(value)]));
    return fc.oneof(
      { weight: 8, arbitrary: fc.record(fields) },
      { weight: 2, arbitrary: fc.record(fields, { requiredKeys: [] }) },
      { weight: 1, arbitrary: hostileJson },
    );
  }
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(sample) },
    { weight: 3, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}
