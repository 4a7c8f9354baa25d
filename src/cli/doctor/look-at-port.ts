import { createServer } from 'node:net';
import type { FishboneConfig } from '../../config/schema.ts';
import { isLoopback } from '../../intake/loopback.ts';
import { ok, problem, warning } from './line.ts';
import type { Line } from './line.ts';

/** Whether alerts could come in: the port is free, or a bot already listens there; and no door stands open to strangers. */
export async function lookAtPort({
  host,
  port,
  sources,
}: FishboneConfig['intake']): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const outcome = await tryToListen(host, port);
  const where = `${host}:${port}`;
  if (outcome === null) lines.push(ok('intake', `${where} is free`));
  else if (outcome === 'EADDRINUSE') {
    lines.push(
      warning('intake', `${where} is in use`, 'Fine when that is the bot; else give another intake.port.'),
    );
  } else {
    lines.push(
      problem('intake', `${where} cannot be listened on: ${outcome}`, 'Correct intake.host and intake.port.'),
    );
  }
  if (!isLoopback(host) && Object.values(sources).every((source) => source === undefined)) {
    lines.push(
      warning(
        'intake',
        'no sender has a secret, so none is let in',
        'Give each sender `bearer` or `hmac` in intake.sources.',
      ),
    );
  }
  return lines;
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
