import { Hono } from 'hono';
import { redactValue } from '../redact/redact-value.ts';
import type { Log } from '../response/ports.ts';
import type { AlertDoor } from './alert-door.ts';
import { refusal, type Answer } from './answers.ts';
import type { Counters, Series } from './counters.ts';
import { askHealth, statusOf, type Health } from './health.ts';
import { metricsContentType, metricsText } from './metrics-text.ts';

/** The routes of the intake server. */
export function intakeApp(ports: {
  readonly doors: ReadonlyMap<string, AlertDoor>;
  readonly counters: Counters;
  /** What is counted in other threads, for `/metrics`. */
  readonly countedElsewhere: () => Promise<readonly Series[]>;
  readonly health: () => Promise<Health>;
  readonly build: { readonly version: string; readonly startedAt: Date };
  readonly wake: () => void;
  readonly log: Log;
}): Hono {
  const { doors, counters, log } = ports;
  const app = new Hono();
  const sources = [...doors.keys()].join(', ');

  app.post('/alerts/:source', async (context) => {
    const source = context.req.param('source');
    const door = doors.get(source);
    if (door === undefined) {
      log.warn('a request to the alert door named an unknown source', {
        path: context.req.path.slice(0, 100),
      });
      counters.count('fishbone_intake_requests_total', { source: 'unknown', outcome: 'unknown-source' });
      return respond(
        refusal('unknown-source', 404, { message: 'There is no such source.', hint: `Sources: ${sources}.` }),
      );
    }
    const answer = await door.answer(context.req.raw);
    counters.count('fishbone_intake_requests_total', { source, outcome: answer.outcome });
    if (answer.outcome === 'accepted') {
      counters.count('fishbone_alerts_received_total', { source }, Number(answer.body['alerts']));
      ports.wake();
    }
    return respond(answer);
  });

  app.get('/healthz', async () => {
    const answer = await askHealth(ports.health);
    const status = statusOf(answer);
    const details = answer.kind === 'known' ? answer.health : { message: answer.message };
    return json(redactValue({ status, ...details }), status === 'down' ? 503 : 200);
  });

  app.get('/metrics', async () => {
    const answer = await askHealth(ports.health);
    // A process that does not answer for itself does not count either.
    const elsewhere = answer.kind === 'known' ? await ports.countedElsewhere() : [];
    const text = metricsText([...counters.series(), ...elsewhere], answer, ports.build);
    return new Response(text, { headers: { 'content-type': metricsContentType } });
  });

  app.all('/alerts/:source', () =>
    respond(
      refusal('wrong-method', 405, { message: 'Alerts are posted.', hint: 'Use POST.' }, { allow: 'POST' }),
    ),
  );
  app.notFound(() =>
    respond(
      refusal('not-found', 404, {
        message: 'There is nothing here.',
        hint: 'POST /alerts/<source>, GET /healthz, GET /metrics.',
      }),
    ),
  );
  app.onError((error) => {
    log.error('the alert door failed', { error: redactValue(error) });
    return json(
      { error: { code: 'internal', message: 'Fishbone failed to answer.', hint: 'Send it again.' } },
      500,
    );
  });
  return app;
}

function respond(answer: Answer): Response {
  return json(answer.body, answer.status, answer.headers);
}

function json(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}
