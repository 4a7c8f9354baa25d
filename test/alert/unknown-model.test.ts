import { expect, test } from 'vitest';
import { parseAnyAlert } from '../../src/alert/formats.ts';

const known = { models: [{ name: 'affluence', segments: [], features: [], kpi: null }] };

test('an alert about a model nobody configured says so, and is not taken for the only one there is', () => {
  const parsed = parseAnyAlert(
    { model: 'nosuch', metric: 'auc', value: 0.7, baseline: 0.8 },
    { known, receivedAt: new Date('2026-03-09T14:35:00Z') },
  );
  expect(parsed).toMatchObject({ alerts: [{ model: null, unknownModel: 'nosuch' }] });
});
