import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { substitute } from '../../src/config/environment.ts';
import { configText, load, messages, refused } from './config-text.ts';

const bearer = (value: string): string =>
  `${configText()}intake:\n  sources:\n    generic: { bearer: ${value} }\n`;

describe('variables in values', () => {
  test('a secret may hold any character that YAML knows', () => {
    const secret = `a: "b" # 'c' {d} *e &f !g %h |i > - ? , []\n\ttail`;
    const { config } = load(bearer('"${TOKEN}"'), { environment: { TOKEN: secret } });
    expect(config.intake.sources.generic).toEqual({ bearer: secret });
  });

  test('whatever a variable holds is put in as it is and not looked at again', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(substitute('<${A}>', { A: value }).text).toBe(`<${value}>`);
      }),
    );
  });

  test.each([
    ['${A:-b}', {}, 'b'],
    ['${A:-b}', { A: '' }, 'b'],
    ['${A:-b}', { A: 'c' }, 'c'],
    ['${A:-}', {}, ''],
    ['x${A}y${A}z', { A: '1' }, 'x1y1z'],
    ['$${A}', { A: '1' }, '${A}'],
    ['cost: 5$', {}, 'cost: 5$'],
  ])('%s with %o is %s', (text, environment, expected) => {
    expect(substitute(text, environment)).toMatchObject({ text: expected, missing: [], malformed: [] });
  });

  test('a missing variable is named with its line and key', () => {
    expect(messages(bearer('"${NOT_SET}"'))).toContain(
      '19:16 intake.sources.generic.bearer: the environment variable NOT_SET is not set; set it, or write ${NOT_SET:-otherwise}',
    );
  });

  test('what every object has is not a variable', () => {
    expect(substitute('${constructor}', {}).missing).toEqual(['constructor']);
  });

  test('what is no name is said to be none', () => {
    expect(messages(configText({ './data': '"./${my folder}"' })).join()).toContain('is not a variable');
  });

  test('keys are left alone', () => {
    expect(
      messages(configText({ '  deposit:': '  "${A}":\n    title: 3' }), { environment: { A: 'x' } }).join(),
    ).toContain('models["${A}"].title');
  });

  test('a number may come from the environment where a number belongs', () => {
    const text = `${configText()}intake: { port: "\${PORT:-9000}" }\n`;
    expect(load(text).config.intake.port).toBe(9000);
    expect(load(text, { environment: { PORT: '8123' } }).config.intake.port).toBe(8123);
  });

  test('a secret of digits stays a text', () => {
    const { config } = load(bearer('"${TOKEN}"'), { environment: { TOKEN: '1234567890' } });
    expect(config.intake.sources.generic).toEqual({ bearer: '1234567890' });
  });
});

describe('secrets never appear in what is said', () => {
  const secret = 'hunter2-hunter2';

  test.each([
    ['a secret that is too short', bearer('"${TOKEN}"'), { TOKEN: 'hunter2' }],
    ['a secret where a port belongs', `${configText()}intake: { port: "\${TOKEN}" }\n`, { TOKEN: secret }],
    ['a secret for a source', configText({ 'source: logs': 'source: "${TOKEN}"' }), { TOKEN: secret }],
    ['a secret in a place of its own', `${configText()}intake: { sources: { generic: ${secret} } }\n`, {}],
    [
      'a secret under a misspelt key',
      `${configText()}intake: { sources: { generic: { baerer: ${secret} } } }\n`,
      {},
    ],
    [
      'credentials in an address',
      configText({ 'baseline: { window: 7d }': `baseline: { window: "http://me:${secret}@host" }` }),
      {},
    ],
    [
      'a header that is no text',
      configText({
        'baseline: { window: 7d }': `pipelines: { current: { headers: { Authorization: ["${secret}"] } } }`,
      }),
      {},
    ],
    [
      'YAML that breaks beside it',
      `${configText()}intake: { sources: { generic: { bearer: "${secret}" "${secret}" } } }\n`,
      {},
    ],
  ])('%s', (_what, text, environment) => {
    const error = refused(text, { environment });
    expect(error.problems.length).toBeGreaterThan(0);
    expect(`${error.message} ${error.hint} ${JSON.stringify(error.problems)}`).not.toContain('hunter2');
  });
});
