import { describe, expect, onTestFinished, test } from 'vitest';
import { Alert } from '../../../src/alert/alert.ts';
import type { Answer, Question } from '../../../src/checks/question.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { noProfilesYet } from '../../../src/monitors/known-profiles.ts';
import { spansAt } from '../../../src/monitors/spans.ts';
import { runDueMonitors } from '../../../src/response/monitors/run-monitors.ts';
import type { Watching } from '../../../src/response/monitors/run-monitors.ts';
import { openStorage } from '../../../storage/open.ts';
import type { Storage } from '../../../storage/open.ts';

const start = Date.parse('2026-03-09T14:00:00Z');
const minute = (n: number): Date => new Date(start + n * 60_000);

const everyTen = '{ cron: "*/10 * * * *" }';

const config = (extra: string, schedule: string) =>
  parseConfig(
    `version: 1
sources: { logs: { type: duckdb, path: ./data } }
models:
  deposit:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, score: score, features: [age],
      segments: [country] }
monitors:
  nulls:
    model: deposit
    check: null-rate
    schedule: ${schedule}
    ${extra}
`,
    '/etc/fishbone.yml',
    { environment: {} },
  );

type Watch = {
  readonly storage: Storage;
  readonly watching: Watching;
  /** How many of a hundred values are null from now on; null: the source is away. */
  nulls: number | 'away' | 'slow';
  readonly asked: Date[];
  at(minutes: number): Promise<void>;
  alerts(): Promise<readonly string[]>;
  last(): Promise<{ readonly outcome: string; readonly reason: string; readonly missed: number }>;
};

async function openWatch(extra = '', storage?: Storage, schedule = everyTen): Promise<Watch> {
  let now = minute(0);
  const clock = { now: () => now };
  const opened = storage ?? (await openStorage(':memory:', { clock, exclusive: false }));
  if (storage === undefined) onTestFinished(() => opened.close());
  const asked: Date[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const watch: Watch = {
    storage: opened,
    nulls: 1,
    asked,
    watching: {
      config: config(extra, schedule),
      monitors: opened.monitors,
      inbox: opened.inbox,
      clock,
      log,
      dataNow: () => null,
      known: noProfilesYet(),
      wake: () => {},
      warehouses: {
        async open(_model, cut) {
          if (cut === null) throw new Error('a run is always cut at its slot');
          asked.push(cut);
          if (watch.nulls === 'slow') await new Promise(() => {});
          const answer = (question: Question): Answer => {
            if (watch.nulls === 'away' || watch.nulls === 'slow' || question.kind !== 'aggregate')
              return {
                kind: 'failed',
                cause: 'missing',
                source: 'logs',
                message: 'the disk is gone',
                hint: '',
              };
            const row = { before: 50_000, after: 1000, eventsBefore: 500, eventsAfter: 10 * watch.nulls };
            return {
              kind: 'rows',
              rows: [row],
              asked: { source: 'logs', text: '', parameters: [], milliseconds: 1 },
            };
          };
          return {
            now: cut,
            ask: async (questions) =>
              Object.fromEntries(
                Object.entries(questions).map(([name, question]) => [name, answer(question)]),
              ),
            askOne: async (question) => answer(question),
            columns: async () => null,
          };
        },
      },
    },
    async at(minutes) {
      now = minute(minutes);
      await runDueMonitors(watch.watching, now, new AbortController().signal);
    },
    async alerts() {
      const items = await opened.inbox.claim({ kind: 'alert', limit: 50, now, leaseSeconds: 1 });
      for (const { id } of items) await opened.inbox.done(id, 'seen');
      return items.map(({ body, source }) => {
        const alert = Alert.parse(body);
        return `${source} ${alert.status} ${alert.metric ?? '-'} of ${alert.column ?? '-'}: ${alert.title}`;
      });
    },
    async last() {
      const [run] = await opened.monitors.runs('nulls', 1);
      if (run === undefined) throw new Error('it never ran');
      return run;
    },
  };
  return watch;
}

const heard: string[] = [];
const fires = 'monitor firing null_rate of age: nulls: null-rate of age shifted';
const over = 'monitor resolved null_rate of age: nulls: as before again';

describe('a monitor runs at its times', () => {
  test('once a slot, and nothing later than the slot is read', async () => {
    const watch = await openWatch();
    for (const minutes of [1, 2, 9, 10, 11]) await watch.at(minutes);
    expect(watch.asked).toEqual([minute(0), minute(10)]);
    expect(await watch.alerts()).toEqual([]);
    expect(await watch.last()).toMatchObject({ outcome: 'steady', value: 0.01, n: 1000 });
  });

  test('what was missed while it was down is caught up once, and said', async () => {
    const watch = await openWatch();
    await watch.at(0);
    await watch.at(95);
    expect(watch.asked).toEqual([minute(0), minute(90)]);
    const last = await watch.last();
    expect(last).toMatchObject({ cause: 'caught-up', missed: 8 });
    expect(last.reason).toContain('8 slots before it were not run');
  });

  test('a clock that was a day ahead for a while does not stop it for a day', async () => {
    const watch = await openWatch();
    await watch.at(0);
    await watch.at(24 * 60);
    await watch.at(10);
    await watch.at(20);
    expect(watch.asked).toEqual([minute(0), minute(24 * 60), minute(10), minute(20)]);
  });

  test('a clock set back runs no slot again', async () => {
    const watch = await openWatch();
    for (const minutes of [0, 10, 5, 9, 10, 20]) await watch.at(minutes);
    expect(watch.asked).toEqual([minute(0), minute(10), minute(20)]);
  });

  test('a nightly run comes once on the night that leaves its hour out, and once on the night that has it twice', async () => {
    const watch = await openWatch('', undefined, '{ cron: "30 2 * * *", timezone: Europe/Berlin }');
    const at = (time: string) => (Date.parse(time) - start) / 60_000;
    for (const time of ['2026-03-28T02:00Z', '2026-03-29T00:45Z', '2026-03-29T01:35Z', '2026-03-29T12:00Z'])
      await watch.at(at(time));
    expect(watch.asked.slice(1)).toEqual([new Date('2026-03-29T01:30Z')]);
    for (const time of ['2026-10-24T12:00Z', '2026-10-25T00:40Z', '2026-10-25T01:40Z', '2026-10-25T12:00Z'])
      await watch.at(at(time));
    expect(watch.asked.slice(-2)).toEqual([new Date('2026-10-24T00:30Z'), new Date('2026-10-25T00:30Z')]);
  });

  test('put off by its jitter, always by as much, it still reads nothing later than its slot', async () => {
    const watch = await openWatch('', undefined, '{ cron: "*/10 * * * *", jitter: 5m }');
    await watch.at(9);
    for (let minutes = 10; minutes <= 15; minutes += 1) await watch.at(minutes);
    expect(watch.asked).toEqual([minute(0), minute(10)]);
  });

  test('both windows end as much earlier as labels take', async () => {
    const model = config('', everyTen).config.models['deposit'];
    const monitor = config('label_delay: 6h', everyTen).config.monitors['nulls'];
    if (model === undefined || monitor === undefined) throw new Error('nothing is configured');
    expect(spansAt(monitor, model, minute(0))).toMatchObject({
      baseline: { from: minute(-8 * 60 - 7 * 1440), to: minute(-8 * 60) },
      incident: { from: minute(-8 * 60), to: minute(-6 * 60) },
    });
  });

  test('of two processes one runs the slot', async () => {
    const one = await openWatch();
    const other = await openWatch('', one.storage);
    await Promise.all([one.at(0), other.at(0)]);
    expect(one.asked.length + other.asked.length).toBe(1);
  });
});

describe('a shift is an alert like any other', () => {
  test('sent once, taken back when it is over', async () => {
    const watch = await openWatch();
    await watch.at(0);
    watch.nulls = 30;
    await watch.at(10);
    expect(await watch.alerts()).toEqual([fires]);
    await watch.at(20);
    expect(await watch.alerts()).toEqual([]);
    watch.nulls = 1;
    await watch.at(30);
    expect(await watch.alerts()).toEqual([]);
    await watch.at(40);
    expect(await watch.alerts()).toEqual([over]);
  });

  test('one at the edge of chance, which comes and goes from run to run, is one alert', async () => {
    const watch = await openWatch();
    for (const [n, nulls] of [30, 1, 30, 1, 30].entries()) {
      watch.nulls = nulls;
      await watch.at(n * 10);
    }
    expect(await watch.alerts()).toEqual([fires]);
    expect(await watch.storage.monitors.runs('nulls', 5)).toMatchObject(
      Array.from({ length: 5 }, () => ({ firing: true })),
    );
  });

  test('where two runs share no rows, one calm run is enough', async () => {
    const watch = await openWatch('window: { incident: 10m }');
    watch.nulls = 30;
    await watch.at(0);
    watch.nulls = 1;
    await watch.at(10);
    expect(await watch.alerts()).toEqual([fires, over]);
  });

  test('said again after four hours', async () => {
    const watch = await openWatch();
    watch.nulls = 30;
    const heard: string[] = [];
    for (let minutes = 0; minutes <= 300; minutes += 10) {
      await watch.at(minutes);
      heard.push(...(await watch.alerts()).map(() => `${minutes}`));
    }
    expect(heard).toEqual(['0', '240']);
  });

  test('a muted one runs on, keeps its values and sends nothing', async () => {
    const watch = await openWatch();
    await watch.storage.monitors.mute({
      monitor: 'nulls',
      from: minute(0),
      until: minute(15),
      reason: 'backfill',
      by: 'T1:U1',
    });
    watch.nulls = 30;
    await watch.at(10);
    expect(await watch.alerts()).toEqual([]);
    expect(await watch.last()).toMatchObject({ outcome: 'quiet', value: 0.3 });
    await watch.at(20);
    expect(await watch.alerts()).toEqual([fires]);
  });

  test('muted while its alert is out, it does not say that it is over as long as it lasts', async () => {
    const watch = await openWatch();
    watch.nulls = 30;
    await watch.at(0);
    expect(await watch.alerts()).toEqual([fires]);
    const mute = { monitor: 'nulls', from: minute(1), until: minute(45), reason: 'backfill', by: 'T1:U1' };
    await watch.storage.monitors.mute(mute);
    for (const minutes of [10, 20, 30, 40]) await watch.at(minutes);
    expect(await watch.alerts()).toEqual([]);
    watch.nulls = 1;
    for (const minutes of [50, 60]) await watch.at(minutes);
    expect(await watch.alerts()).toEqual([over]);
  });

  test('an expected one stays quiet, with its reason', async () => {
    const watch = await openWatch('expected: [{ from: 2026-03-09, to: 2026-03-09, reason: a new form }]');
    watch.nulls = 30;
    await watch.at(10);
    expect(await watch.alerts()).toEqual([]);
    expect((await watch.last()).reason).toContain('expected: a new form');
    await watch.at(24 * 60 + 120);
    expect(await watch.alerts()).toEqual([fires]);
  });

  test('too few rows say nothing', async () => {
    const watch = await openWatch('minimum: 2000');
    watch.nulls = 30;
    await watch.at(10);
    expect(await watch.last()).toMatchObject({ outcome: 'inconclusive' });
    expect((await watch.last()).reason).toContain('1000 rows in the window');
  });
});

describe('a watch that sees nothing says so', () => {
  test('after as many misses as configured, once; and when it sees again', async () => {
    const watch = await openWatch('misses: 3');
    watch.nulls = 'away';
    const heard: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      await watch.at(n * 10);
      heard.push(...(await watch.alerts()).map((alert) => `${n}: ${alert}`));
    }
    expect(heard).toEqual(['2: monitor firing - of -: nulls: could not say anything in 3 runs in a row']);
    expect((await watch.last()).reason).toContain('the disk is gone');
    watch.nulls = 1;
    await watch.at(60);
    expect(await watch.alerts()).toEqual(['monitor resolved - of -: nulls: sees again']);
  });

  test('a slow source is in the record of the run', async () => {
    const watch = await openWatch('timeout: 1s');
    watch.nulls = 'slow';
    await watch.at(0);
    expect(await watch.last()).toMatchObject({
      outcome: 'failed',
      reason: 'the source did not answer within 1 seconds (monitors.nulls.timeout)',
    });
  });

  test('a run that is due while the one before it goes on is not run, and the next one says so', async () => {
    const watch = await openWatch('timeout: 2m');
    const claim = { monitor: 'nulls', cause: 'scheduled', missed: 0, leaseSeconds: 900 } as const;
    await watch.storage.monitors.claim({ ...claim, slot: minute(0), now: minute(0) });
    await watch.at(10);
    expect(watch.asked).toEqual([]);
    await watch.at(20);
    expect(await watch.last()).toMatchObject({ cause: 'caught-up', missed: 1 });
    expect((await watch.last()).reason).toContain('the slot before it was not run');
  });

  test('a slow source of one model holds up no other', async () => {
    const watch = await openWatch('timeout: 2s');
    watch.nulls = 'slow';
    const { config: loaded } = watch.watching.config;
    const [deposit, nulls] = [loaded.models['deposit'], loaded.monitors['nulls']];
    if (deposit === undefined || nulls === undefined) throw new Error('nothing is configured');
    const models = { ...loaded.models, other: deposit };
    const monitors = { ...loaded.monitors, quick: { ...nulls, model: 'other', check: 'nothing' } };
    const { open } = watch.watching.warehouses;
    const quick = openWatch();
    await runDueMonitors(
      {
        ...watch.watching,
        config: { ...watch.watching.config, config: { ...loaded, models, monitors } },
        warehouses: {
          open: async (model, cut) =>
            model === 'deposit' ? open(model, cut) : (await quick).watching.warehouses.open(model, cut),
        },
        log: {
          ...watch.watching.log,
          info: (message, fields) => void heard.push(`${message} ${String(fields?.['monitor'])}`),
        },
      },
      minute(0),
      new AbortController().signal,
    );
    expect(heard).toEqual(['a monitor ran quick', 'a monitor ran nulls']);
  });

  test('a source that fails for a moment does not take an alert back', async () => {
    const watch = await openWatch();
    watch.nulls = 30;
    await watch.at(0);
    watch.nulls = 'away';
    await watch.at(10);
    watch.nulls = 30;
    await watch.at(20);
    expect(await watch.alerts()).toEqual([fires]);
    watch.nulls = 1;
    for (const minutes of [30, 40]) await watch.at(minutes);
    expect(await watch.alerts()).toEqual([over]);
  });
});
