import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [server, tool] = ['prometheus', 'promtool'];
export const isMissing = [server, tool].some((program) => spawnSync(program, ['--version']).status !== 0);
export const unless = isMissing ? ' (not run: prometheus is not installed)' : '';

/** A real Prometheus on a free port, with the samples that `fill` writes into an OpenMetrics file. */
export async function withPrometheus(
  fill: (file: string) => Promise<void>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-prometheus-'));
  try {
    const [metrics, config, data] = ['metrics.om', 'prometheus.yml', 'data'].map((name) =>
      join(folder, name),
    );
    if (metrics === undefined || config === undefined || data === undefined) throw new Error('no folder');
    await fill(metrics);
    await writeFile(config, 'global: {}\n');
    const made = spawnSync(tool, ['tsdb', 'create-blocks-from', 'openmetrics', metrics, data]);
    if (made.status !== 0) throw new Error(`promtool: ${made.stderr.toString()}`);
    const port = await freePort();
    // The samples are older than what is kept by default.
    const prometheus = spawn(
      server,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=100y',
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    const ended = once(prometheus, 'exit');
    try {
      const url = `http://127.0.0.1:${port}`;
      await ready(url);
      await use(url);
    } finally {
      prometheus.kill('SIGKILL');
      await ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const response = await fetch(`${url}/-/ready`).catch(() => null);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Prometheus did not become ready within ten seconds');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
