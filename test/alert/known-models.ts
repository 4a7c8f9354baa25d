import type { Known } from '../../src/alert/known.ts';

/** Two models that the alerts of these tests may be about. */
export const known: Known = {
  models: [
    {
      name: 'churn',
      aliases: ['Churn risk', 'churn-v2'],
      segments: ['country', 'device', 'is_new_user'],
      features: ['tenure', 'device_type', 'previous', 'age'],
      kpi: 'renewal_rate',
    },
    { name: 'fraud', segments: ['country', 'merchant'], features: ['amount', 'card_age'], kpi: null },
  ],
};

export const receivedAt = new Date('2026-03-09T15:00:00Z');
export const context = { known, receivedAt };
