import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Message } from '../../sandbox/workspace/entities.ts';
import type { SeededRandom } from '../statistics/seeded-random.ts';
import type { Ledger } from './ledger.ts';

/** What the actions of a run have to do with. */
export type Stage = {
  readonly sandbox: Sandbox;
  readonly random: SeededRandom;
  readonly ledger: Ledger;
  readonly models: readonly string[];
  readonly intakeUrl: string;
};

type Action = (stage: Stage) => Promise<void>;

const channel = 'ml-incidents';

/** One thing that a monitor or a person does; seldom ones stand once. */
export async function actAtRandom(stage: Stage): Promise<void> {
  const action = actions[stage.random.whole(actions.length)] ?? sendAlert;
  // Before there is an incident, only a monitor has something to say.
  await (rootOf(stage) === null ? sendAlert : action)(stage);
}

/** A monitor tries again what was not answered, as long as it takes. */
export async function sendAgain({ ledger, intakeUrl }: Stage): Promise<void> {
  for (const [id, alert] of ledger.alerts) {
    if (!alert.accepted) await deliver(ledger, intakeUrl, id);
  }
}

const sendAlert: Action = async ({ ledger, random, models, intakeUrl }) => {
  const id = `event-${ledger.alerts.size + 1}`;
  const model = models[random.whole(models.length)] ?? '';
  const metric = ['auc', 'error_rate', 'null_rate'][random.whole(3)] ?? '';
  const body = {
    id,
    title: `${metric} of ${model} is off`,
    body: `said as ${id}`,
    transition: random.uniform() < 0.2 ? 'Recovered' : 'Triggered',
    alert_type: 'error',
    alert_id: `${model}-${metric}`,
    tags: `model:${model},metric:${metric}`,
  };
  ledger.alerts.set(id, { body, accepted: false });
  await deliver(ledger, intakeUrl, id);
};

async function deliver(ledger: Ledger, intakeUrl: string, id: string): Promise<void> {
  const alert = ledger.alerts.get(id);
  if (alert === undefined) return;
  const status = await fetch(`${intakeUrl}/alerts/datadog`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alert.body),
    signal: AbortSignal.timeout(5000),
  }).then(
    (answer) => answer.status,
    () => 0,
  );
  ledger.diary.push(`alert ${id} ${alert.body['transition'] ?? ''} → ${status}`);
  if (status >= 200 && status < 300) alert.accepted = true;
}

const commandTimeline: Action = async (stage) => {
  const words = newWords(stage, 'maybe');
  const incident = rootOf(stage);
  if (incident === null) return void stage.ledger.words.delete(words);
  const { outcome } = await stage.sandbox
    .as('priya')
    .command(channel, `/rca ${incident.id} timeline add ${words}`);
  stage.ledger.diary.push(`/rca ${incident.id} timeline add ${words} → ${outcome}`);
  if (outcome === 'acked') stage.ledger.words.set(words, 'once');
};

const mentionTimeline: Action = async (stage) => {
  const root = rootOf(stage);
  if (root === null) return;
  const words = newWords(stage, 'once');
  stage.sandbox.as('tomas').mention(channel, `timeline add ${words}`, { thread: root.message.ts });
  stage.ledger.diary.push(`@rca timeline add ${words} in the thread of ${root.id}`);
};

const react: Action = async (stage) => {
  const root = rootOf(stage);
  if (root === null) return;
  const words = newWords(stage, 'once');
  const message = stage.sandbox.as('tomas').post(channel, words, { thread: root.message.ts });
  stage.sandbox.as('priya').react(message, 'pushpin');
  stage.ledger.diary.push(`a reaction to ${words} in the thread of ${root.id}`);
};

const press: Action = async (stage) => {
  const root = rootOf(stage);
  if (root === null) return;
  const outcome = await stage.sandbox
    .as('tomas')
    .click({ channel: root.message.channel, ts: root.message.ts }, 'command:0')
    .then(
      (answer) => answer.outcome,
      (error: unknown) => String(error),
    );
  stage.ledger.diary.push(`a press of the first button of ${root.id} → ${outcome}`);
};

const ask: Action = async (stage) => {
  const root = rootOf(stage);
  if (root === null) return;
  const line = ['status', 'why "it was cold"', 'note', 'suspects'][stage.random.whole(4)] ?? 'status';
  stage.sandbox.as('priya').mention(channel, line, { thread: root.message.ts });
  stage.ledger.diary.push(`@rca ${line} in the thread of ${root.id}`);
};

const resolve: Action = async (stage) => {
  const root = rootOf(stage);
  if (root === null) return;
  stage.sandbox.as('priya').mention(channel, 'resolve it is over', { thread: root.message.ts });
  stage.ledger.diary.push(`@rca resolve in the thread of ${root.id}`);
};

const wait: Action = async ({ random }) => {
  await sleep(random.whole(120));
};

const actions: readonly Action[] = [
  sendAlert,
  sendAlert,
  sendAlert,
  commandTimeline,
  commandTimeline,
  mentionTimeline,
  mentionTimeline,
  react,
  press,
  ask,
  wait,
  wait,
  resolve,
];

function newWords(stage: Stage, kind: 'once' | 'maybe'): string {
  const words = `word${stage.ledger.words.size + 1}x${stage.random.whole(1e9)}`;
  stage.ledger.words.set(words, kind);
  return words;
}

/** One of the bot's root messages, by chance, with the incident it names. */
function rootOf(stage: Stage): { readonly id: string; readonly message: Message } | null {
  const { sandbox, random } = stage;
  const roots = sandbox.channel(channel).flatMap((message) => {
    const id = /INC-\d+/.exec(sandbox.textOf(message))?.[0];
    return message.user === sandbox.state.app.botUserId && id !== undefined ? [{ id, message }] : [];
  });
  return roots[random.whole(roots.length)] ?? null;
}
