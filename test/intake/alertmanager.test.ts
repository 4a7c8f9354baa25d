import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { startAlertWorker, type AlertWorker } from '../../src/intake/worker.ts';
import { known } from '../alert/known-models.ts';
import { openDoor } from './door.ts';

const program = 'prometheus-alertmanager';
const isMissing = spawnSync(program, ['--version']).status !== 0;
const unless = isMissing ? ` (not run: ${program} is not installed)` : '';

test.skipIf(isMissing)(`a real Alertmanager delivers an alert and its resolve${unless}`, async () => {
  let worker: AlertWorker | null = null;
  const door = await openDoor({
    sources: { alertmanager: { bearer: 'the-right-token' } },
    wake: () => worker?.wake(),
  });
  const alerts: Alert[] = [];
  worker = startAlertWorker({
    inbox: door.inbox,
    handle: async (alert) => {
      alerts.push(alert);
      return { incident: 'INC-1', meeting: 'opened', reason: 'the first' };
    },
    known,
    clock: door.clock,
    log: door.log,
  });
  const alertmanager = await startAlertmanager(`${door.url}/alerts/alertmanager`);
  try {
    const labels = {
      alertname: 'ModelAucLow',
      model: 'churn',
      metric: 'auc',
      severity: 'critical',
      country: 'BR',
    };
    const annotations = { summary: 'AUC of churn is 0.78 (7d: 0.86)', value: '0.7802', baseline: '0.8610' };
    const startsAt = new Date(Date.now() - 60_000);
    const push = (more: object) =>
      alertmanager.push([{ labels, annotations, startsAt: startsAt.toISOString(), ...more }]);

    await push({ endsAt: new Date(Date.now() + 600_000).toISOString() });
    await until(() => alerts.length > 0, 'the alert did not arrive');
    expect(alerts[0]).toMatchObject({
      source: 'alertmanager',
      status: 'firing',
      model: 'churn',
      metric: 'auc',
      segment: { country: 'BR' },
      severity: 'critical',
      value: 0.7802,
      baseline: 0.861,
      startedAt: startsAt,
      endedAt: null,
    });

    const endsAt = new Date(Date.now() - 1000);
    await push({ endsAt: endsAt.toISOString() });
    await until(() => alerts.some(({ status }) => status === 'resolved'), 'the resolve did not arrive');
    expect(alerts.at(-1)).toMatchObject({
      status: 'resolved',
      fingerprint: alerts[0]?.fingerprint,
      startedAt: startsAt,
      endedAt: endsAt,
    });
    expect(alerts[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  } finally {
    await alertmanager.stop();
    await worker.close();
  }
});

/** Alertmanager on a free port, with one receiver that posts to `url` almost at once. */
async function startAlertmanager(url: string) {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-alertmanager-'));
  const file = join(folder, 'alertmanager.yml');
  await writeFile(
    file,
    JSON.stringify({
      route: { receiver: 'fishbone', group_by: ['alertname'], group_wait: '100ms', group_interval: '200ms' },
      receivers: [
        {
          name: 'fishbone',
          webhook_configs: [
            {
              url,
              send_resolved: true,
              http_config: { authorization: { type: 'Bearer', credentials: 'the-right-token' } },
            },
          ],
        },
      ],
    }),
  );
  const port = await freePort();
  const running = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    { stdio: 'ignore' },
  );
  const api = `http://127.0.0.1:${port}`;
  await until(
    async () => (await fetch(`${api}/-/ready`).catch(() => null))?.ok === true,
    'Alertmanager did not start',
  );
  return {
    async push(alerts: readonly object[]) {
      const answer = await fetch(`${api}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      expect(answer.status).toBe(200);
    },
    async stop() {
      const ended = once(running, 'exit');
      running.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function until(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > 15_000) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
