import { change, countBusiness, scoreAgain } from '../guide/lay-tables.ts';
import { proposalsOf } from '../../../src/incident/proposals.ts';
import type { IncidentState } from '../../../src/incident/state/state.ts';
import type { Story } from './play.ts';

/** The three worked examples, from the alert to the published note, by two people: Priya leads, Tomas keeps the timeline. */

/** The newest evidence of a check: a claim points at what was measured. */
const evidence = (state: IncidentState, check: string): string =>
  state.evidence.findLast((one) => one.check === check && one.verdict.answer === 'shifted')?.id ?? '';
/** The form of the mitigation whose words speak of this. */
const mitigation = (state: IncidentState, words: string): string => {
  const found = proposalsOf(state, {}).find((one) => one.sentence.includes(words));
  return `mitigate ${found?.number ?? 1}`;
};
const entry = (state: IncidentState, words: string): string =>
  state.timeline.find((one) => one.text.includes(words))?.id ?? '';

const keys: Story = {
  name: 'feature-store-keys',
  seed: 51,
  breaks: (world) => [
    `CREATE TABLE missed AS SELECT n FROM predictions WHERE ${world.since} AND ts < TIMESTAMP '2026-03-12 16:30:00'
       AND device = 'android' AND draw(n, 'missed') < 0.36`,
    `UPDATE predictions SET device_type = NULL WHERE n IN (SELECT n FROM missed)`,
    `UPDATE predictions SET model_version = 'v3' WHERE ${world.since}`,
    `UPDATE requests SET model_version = 'v3' WHERE ${world.since}`,
    `UPDATE feature_reads SET misses = round(reads * 0.18)
       WHERE feature = 'device_type' AND ${world.since} AND ts < TIMESTAMP '2026-03-12 16:30:00'`,
    ...scoreAgain,
    change({
      id: 'chg-7',
      at: '2026-03-12 13:58:00',
      kind: 'model',
      component: 'ranker',
      title: 'ranker v3',
      from: 'v2',
      to: 'v3',
    }),
    change({
      id: 'chg-8',
      at: '2026-03-12 13:59:00',
      kind: 'config',
      component: 'feature-store',
      title: 'Keys include app_version',
    }),
  ],
  alert: {
    title: 'AUC of ranker is 0.78 (7d: 0.86)',
    value: 0.78,
    baseline: 0.86,
    startedAt: new Date('2026-03-12T16:02:00Z'),
  },
  receivedAt: '16:04',
  steps: [
    { at: '16:07', who: 'priya', says: 'lead' },
    { at: '16:08', who: 'priya', says: 'assign scribe @tomas' },
    { at: '16:10', who: 'tomas', says: 'timeline add 13:58 ranker v3 went out to all traffic (chg-7)' },
    {
      at: '16:11',
      who: 'tomas',
      says: 'timeline add 13:59 the feature store began to read keys with app_version (chg-8); the Android client still wrote the old ones',
    },
    { at: '16:12', who: 'tomas', says: (state) => `timeline star ${entry(state, 'chg-8')}` },
    { at: '16:14', who: 'priya', says: 'scope device' },
    {
      at: '16:16',
      who: 'priya',
      says: 'update conditions: AUC 0.78, Android only; actions: taking the new keys back; needs: nobody',
    },
    { at: '16:20', who: 'priya', opens: (state) => mitigation(state, 'chg-8'), fills: {} },
    { at: '16:30', who: 'tomas', says: 'mitigate done M1 the store reads the old keys again' },
    { at: '19:30', who: 'priya', says: 'mitigate watch M1' },
    { at: '19:40', who: 'priya', says: 'confirm config.feature-store since 16:30' },
    {
      at: '19:45',
      who: 'priya',
      says: (state) =>
        `why "the reads of device_type missed for Android, as the store looked them up under a key that nobody had written" ${evidence(state, 'feature-store')}`,
    },
    {
      at: '19:46',
      who: 'tomas',
      says: (state) =>
        `why "the new key went live in the reader before the Android client wrote it" ${evidence(state, 'changes')}`,
    },
    {
      at: '19:48',
      who: 'tomas',
      says: 'why "no contract test compares the keys of reader and writer, and the rollout checklist does not name the writers"',
    },
    {
      at: '19:50',
      who: 'priya',
      says: (state) =>
        `why "an empty device_type was scored as if it were a device, because nothing checks for nulls before scoring" ${evidence(state, 'null-rate')} under W1`,
    },
    {
      at: '19:52',
      who: 'tomas',
      says: 'action add fix write device_type under the new key in the Android client @tomas due=2026-03-16',
    },
    {
      at: '19:53',
      who: 'tomas',
      says: 'action add test contract test: every key the store reads is written by every client @priya due=2026-03-20',
    },
    {
      at: '19:54',
      who: 'priya',
      says: 'action add monitor alert when the null rate of a top feature is over 2 % @tomas due=2026-03-18',
    },
    {
      at: '19:54',
      who: 'tomas',
      says: 'note set impact For two and a half hours one request in six, all of them from Android, was ranked without knowing the device. Nobody was refused anything; people were shown offers that fit them less. Two hours of sales are too few to show a loss.',
    },
    {
      at: '19:55',
      who: 'priya',
      says: 'note set detection The only alert was on AUC, which needs labels and so came two hours late. Null rates were drawn on a dashboard, and no alert read them. The canary of chg-8 read the store for web traffic alone, so the missing Android keys could not show.',
    },
    {
      at: '19:57',
      who: 'tomas',
      says: 'note set lessons What went well: one change was taken back and the metric was watched before anything else was touched. What did not: two changes went out within a minute, so both had to be ruled in or out. Where we were lucky: the old keys were still in the store.',
    },
    {
      at: '19:58',
      who: 'priya',
      opens: 'resolve',
      fills: {
        reproduced: { reproduced: 'yes' },
        holds: { holds: 'yes' },
        guardrail: { guardrail: 'unsure' },
        reason: { reason: 'chg-8 was taken back; reads, nulls and AUC are as before on Android, too' },
      },
    },
    { at: '20:00', who: 'priya', says: 'note publish' },
  ],
};

const slow: Story = {
  name: 'slow-embedding',
  seed: 21,
  breaks: (world) => {
    const burning = `${world.since} AND ts < TIMESTAMP '2026-03-12 15:30:00'`;
    return [
      `UPDATE requests SET embedding_ms = round(650 * exp(0.35 * normal(n, 'slow')), 2) WHERE content = 'text' AND ${burning}`,
      `UPDATE requests SET status = 504, error_type = 'embedding_timeout' WHERE content = 'text' AND ${burning} AND draw(n, 'timeout') < 0.1`,
      `UPDATE hosts SET cpu = least(0.99, round(0.95 + 0.01 * normal(epoch(ts)::BIGINT + ascii(right(host, 1)), 'full'), 3)),
         queue_depth = 25 + floor(10 * draw(epoch(ts)::BIGINT, 'long')) WHERE ${burning}`,
      change({
        id: 'chg-21',
        at: '2026-03-12 13:57:00',
        kind: 'code',
        component: 'serving',
        title: 'Sentence transformer computes the embedding on the fly',
      }),
    ];
  },
  alert: {
    signal: 'service-health',
    metric: 'latency_p95',
    title: 'P95 latency of ranker is 900 ms (7d: 120 ms)',
    value: 900,
    baseline: 120,
    startedAt: new Date('2026-03-12T14:50:00Z'),
  },
  receivedAt: '14:51',
  steps: [
    { at: '14:53', who: 'priya', says: 'lead' },
    { at: '14:54', who: 'priya', says: 'assign scribe @tomas' },
    {
      at: '14:56',
      who: 'tomas',
      says: 'timeline add 13:57 serving was deployed with a sentence transformer in the live path (chg-21)',
    },
    { at: '14:57', who: 'tomas', says: (state) => `timeline star ${entry(state, 'chg-21')}` },
    { at: '15:00', who: 'priya', says: 'scope content' },
    {
      at: '15:02',
      who: 'priya',
      says: 'update conditions: requests with text take 900 ms, four in a hundred time out; actions: taking the transformer out of the live path; needs: nobody',
    },
    { at: '15:10', who: 'priya', opens: (state) => mitigation(state, 'chg-21'), fills: {} },
    { at: '15:30', who: 'tomas', says: 'mitigate done M1 chg-21 is taken back on all hosts' },
    { at: '18:10', who: 'priya', says: 'mitigate watch M1' },
    { at: '18:20', who: 'priya', says: 'confirm infra.saturation since 15:30' },
    {
      at: '18:24',
      who: 'tomas',
      says: (state) =>
        `why "the processors were full with embeddings that are computed one by one while a request waits" ${evidence(state, 'utilization')}`,
    },
    {
      at: '18:25',
      who: 'tomas',
      says: (state) =>
        `why "the embedding moved from a nightly job into the live path" ${evidence(state, 'changes')}`,
    },
    {
      at: '18:26',
      who: 'priya',
      says: 'why "no performance gate in CI measures the stages of a request, and a load test is not required for a new stage"',
    },
    {
      at: '18:28',
      who: 'priya',
      says: 'action add fix batch the embeddings, load the weights at start and give the stage a timeout budget @tomas due=2026-03-19',
    },
    {
      at: '18:29',
      who: 'priya',
      says: 'action add test performance gate in CI: p95 of every stage under its budget @priya due=2026-03-24',
    },
    {
      at: '18:30',
      who: 'tomas',
      says: 'action add process a new stage in the live path goes through a load test first @priya due=2026-03-27',
    },
    {
      at: '18:31',
      who: 'tomas',
      says: 'note set impact For an hour and a half, requests with text took about a second, and one in ten of those was answered with a time-out; everybody else waited as usual. Fifty minutes of sales are too few to show a loss.',
    },
    {
      at: '18:32',
      who: 'tomas',
      says: 'note set detection The tests call the model with one request at a time, on a machine with nothing else to do; there the new stage took 40 ms. The latency alert looks at all requests with a window of 30 minutes, and two thirds of them carry no text.',
    },
    {
      at: '18:34',
      who: 'priya',
      says: 'note set lessons What went well: the stages of a request were measured, so the slow one was plain within minutes. What did not: the alert came 50 minutes late. Where we were lucky: it was not the evening peak.',
    },
    {
      at: '18:36',
      who: 'priya',
      says: 'resolve chg-21 was taken back; p95 and errors are as before',
    },
    { at: '18:40', who: 'tomas', says: 'note publish' },
  ],
};

const drift: Story = {
  name: 'campaign-drift',
  seed: 31,
  breaks: (world) => [
    `UPDATE predictions SET country = 'BR' WHERE ${world.since} AND draw(n, 'campaign') < 0.35`,
    countBusiness('CREATE OR REPLACE'),
    change({
      id: 'chg-31',
      at: '2026-03-12 13:55:00',
      kind: 'campaign',
      component: 'marketing',
      title: 'Spring sale: campaign in Brazil',
    }),
  ],
  alert: {
    signal: 'drift',
    metric: 'psi',
    column: 'country',
    severity: 'warning',
    title: 'PSI of country is 0.3 (limit 0.2)',
    value: 0.3,
    baseline: 0.01,
    startedAt: new Date('2026-03-12T19:30:00Z'),
  },
  receivedAt: '19:31',
  steps: [
    { at: '19:34', who: 'tomas', says: 'lead' },
    {
      at: '19:36',
      who: 'tomas',
      says: 'timeline add 13:55 the spring sale began with a campaign in Brazil (chg-31)',
    },
    { at: '19:37', who: 'tomas', says: (state) => `timeline star ${entry(state, 'chg-31')}` },
    {
      at: '19:40',
      who: 'priya',
      says: 'timeline add 19:38 marketing says: the campaign runs until 20 March',
    },
    {
      at: '19:42',
      who: 'tomas',
      says: 'action add monitor compare country with a rolling baseline, and alert on drift only with harm @tomas due=2026-03-20',
    },
    {
      at: '19:43',
      who: 'tomas',
      says: 'action add process campaigns go into the calendar that the drift monitor reads @priya due=2026-03-25',
    },
    {
      at: '19:45',
      who: 'priya',
      says: 'note set detection Nothing was broken, so nothing had to catch it. The monitor compares with a window that ends before the campaign began, and knows no campaigns.',
    },
    {
      at: '19:46',
      who: 'priya',
      says: 'note set lessons What went well: the business numbers and the model were looked at before anybody touched the model. What did not: the campaign was known to marketing and to nobody on call. Where we were lucky: it was the early evening.',
    },
    {
      at: '19:50',
      who: 'tomas',
      says: 'resolve benign the campaign brings more visitors from Brazil; conversion and model are as before',
    },
    { at: '19:52', who: 'tomas', says: 'note publish' },
  ],
};

export const STORIES: readonly Story[] = [keys, slow, drift];
