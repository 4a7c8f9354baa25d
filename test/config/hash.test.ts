import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../src/config/hash.ts';
import { configText, load } from './config-text.ts';

const secrets = (token: string): string => `${configText({
  'baseline: { window: 7d }': `pipelines: { current: { version: v1, protocol: mlflow, url: "http://me:${token}@host/x", headers: { Authorization: "Bearer ${token}" } } }`,
})}intake: { sources: { generic: { bearer: "${token}" }, grafana: { hmac: { secret: "${token}" } } } }
`;

describe('the hash of the configuration', () => {
  test('is the same for the same values in another order and other words', () => {
    const reordered = configText({
      '{ type: duckdb, path: ./data }': '\n    path: "./data"\n    type: duckdb',
    });
    expect(load(reordered).hash).toBe(load(configText()).hash);
  });

  test('a default that is written out changes nothing', () => {
    expect(load(configText({ 'path: ./data': 'path: ./data, timeout: 30s' })).hash).toBe(
      load(configText()).hash,
    );
  });

  test('another threshold, column or path is another configuration', () => {
    const hashes = [
      configText(),
      configText({ 'score: score': 'score: other' }),
      configText({ './data': './other' }),
      configText({ 'baseline: { window: 7d }': 'checks: { a: { b: 1 } }' }),
    ].map((text) => load(text).hash);
    expect(new Set(hashes).size).toBe(4);
  });

  test('a rotated secret is the same configuration', () => {
    expect(load(secrets('first-secret')).hash).toBe(load(secrets('second-secret')).hash);
  });

  test('what is hashed and shown holds no secret', () => {
    const shown = JSON.stringify(withoutSecrets(load(secrets('first-secret')).config));
    expect(shown).toContain('Authorization');
    expect(shown).not.toContain('first-secret');
  });

  test('does not depend on where the file lies', () => {
    expect(load(configText()).folder).toBe('/etc/fishbone');
    expect(load(configText()).hash).toMatch(/^[0-9a-f]{16}$/);
  });
});
