import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openOffice } from '../response/office.ts';
import { propertyOf } from './properties.ts';

// A few of each here; `npm run fuzz` tries 100,000.
test.each(['alerts', 'commands', 'payloads', 'configs'] as const)(
  'hostile %s break nothing, call nobody, and make no message that Slack refuses',
  { timeout: 180_000 },
  async (kind) => {
    const office = await openOffice({ triages: false });
    const ground = { services: office.services, storage: office.storage, now: office.now };
    await fc.assert(propertyOf(kind, ground), { numRuns: 100 });
    expect((await office.storage.check()).problems).toEqual([]);
  },
);
