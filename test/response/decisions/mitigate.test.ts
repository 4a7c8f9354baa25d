import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createRunAction } from '../../../src/actions/run-action.ts';
import { ActionConfig } from '../../../src/config/schema/actions-schema.ts';
import { proposalsOf } from '../../../src/incident/proposals.ts';
import {
  approveMitigation,
  settleInterrupted,
  startApproved,
} from '../../../src/response/decisions/mitigate.ts';
import type { ApproveInput } from '../../../src/response/decisions/mitigate.ts';
import { recordFacts } from '../../../src/response/record/record.ts';
import type { Services } from '../../../src/response/services.ts';
import { factsOf } from '../../incident/facts.ts';
import { openOffice } from '../office.ts';
import type { Office } from '../office.ts';

const SECRET = 'a secret of the deployers';
const approver = 'T1:U1';

type Heard = { readonly headers: Readonly<Record<string, unknown>>; readonly body: string };

/** A receiver of webhooks that answers as told, and remembers what it heard. */
async function receiver(status: number) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(status).end(status === 200 ? 'rolled back' : 'no');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

/** A port on which nobody listens any more. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/hook`;
}

const webhook = (url: string, changes: object = {}) =>
  ActionConfig.parse({
    type: 'webhook',
    url,
    secret: SECRET,
    kinds: ['rollback'],
    does: 'Rolls {target} back.',
    undo: 'Deploy {target} again.',
    approvers: ['U1'],
    ...changes,
  });

/** An incident with a suspect, and the verbs over a configuration that knows one action. */
async function opened(action: ActionConfig): Promise<{ office: Office; services: Services }> {
  const office = await openOffice({ triages: false });
  await office.receive();
  await recordFacts(office.services, 'INC-1', [factsOf('chg-0834')['suspects-ranked']]);
  const { config } = office.services;
  const running: Promise<void>[] = [];
  onTestFinished(() => void Promise.allSettled(running));
  const services: Services = {
    ...office.services,
    config: { ...config, config: { ...config.config, actions: { 'roll-back': action } } },
    runAction: createRunAction(office.services.clock),
    background: (_, work) => void running.push(work(new AbortController().signal)),
  };
  return { office, services };
}

async function inputFor(office: Office, services: Services, person = approver): Promise<ApproveInput> {
  const [first] = proposalsOf(await office.state('INC-1'), services.config.config.actions);
  if (first === undefined) throw new Error('nothing is proposed');
  const { kind, target, sentence, undo, reversible, action, way } = first;
  return {
    incident: 'INC-1',
    person,
    now: office.now,
    mitigation: { kind, target, sentence, undo, reversible, action, way, although: null },
  };
}

const ended = async (office: Office) => {
  for (;;) {
    const { mitigations } = await office.state('INC-1');
    const one = mitigations.at(-1);
    if (one !== undefined && !['approved', 'started'].includes(one.state)) return one;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

test('an approved mitigation is sent once, signed, and its answer is in the log', async () => {
  const { heard, url } = await receiver(200);
  const { office, services } = await opened(webhook(url));
  const input = await inputFor(office, services);
  const outcomes = await Promise.all([
    approveMitigation(services, input),
    approveMitigation(services, { ...input, person: approver }),
  ]);
  expect(outcomes.map((one) => one.kind).toSorted()).toEqual(['done', 'refused']);
  expect(await ended(office)).toMatchObject({
    id: 'M1',
    state: 'done',
    words: 'it answered 200: rolled back',
  });
  startApproved(services, 'INC-1');
  expect(heard).toHaveLength(1);
  const [one] = heard;
  const signed = `${String(one?.headers['x-fishbone-timestamp'])}.${one?.body ?? ''}`;
  expect(one?.headers['x-fishbone-signature']).toBe(
    `v1=${createHmac('sha256', SECRET).update(signed).digest('hex')}`,
  );
  expect(one?.headers['idempotency-key']).toBe('INC-1:M1');
  expect(JSON.parse(one?.body ?? '')).toMatchObject({
    incident: 'INC-1',
    kind: 'rollback',
    target: 'chg-0834',
  });
});

test('an action for two waits for another person; the same one twice is one', async () => {
  const { heard, url } = await receiver(200);
  const { office, services } = await opened(webhook(url, { approvers: ['U1', 'U2'], approvals: 2 }));
  const input = await inputFor(office, services);
  expect(await approveMitigation(services, input)).toMatchObject({ kind: 'done' });
  expect((await office.state('INC-1')).mitigations).toMatchObject([{ id: 'M1', state: 'awaiting' }]);
  const sameAgain = await approveMitigation(services, input);
  expect(sameAgain.kind === 'refused' && sameAgain.message).toContain('different people');
  expect(await approveMitigation(services, { ...input, person: 'T1:U3' })).toMatchObject({ kind: 'refused' });
  startApproved(services, 'INC-1');
  expect(heard).toHaveLength(0);

  const again = await inputFor(office, services, 'T1:U2');
  expect(await approveMitigation(services, again)).toMatchObject({ kind: 'done' });
  expect(await ended(office)).toMatchObject({ id: 'M1', state: 'done', seconds: [{ id: 'T1:U2' }] });
  expect(heard).toHaveLength(1);
});

test('of two second approvals at once, one counts, and it runs once', async () => {
  const { heard, url } = await receiver(200);
  const { office, services } = await opened(webhook(url, { approvers: ['U1', 'U2', 'U3'], approvals: 2 }));
  const input = await inputFor(office, services);
  await approveMitigation(services, input);
  const outcomes = await Promise.all(
    ['T1:U2', 'T1:U3'].map((person) => approveMitigation(services, { ...input, person })),
  );
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
  await ended(office);
  expect(heard).toHaveLength(1);
});

test.each([
  [[], /Nobody is/],
  [['U2'], /Ask <@U2>/],
])('who is not among the approvers %j may not', async (approvers, hint) => {
  const { heard, url } = await receiver(200);
  const { office, services } = await opened(webhook(url, { approvers }));
  const outcome = await approveMitigation(services, await inputFor(office, services));
  expect(outcome).toMatchObject({ kind: 'refused', hint: expect.stringMatching(hint) as unknown });
  const { mitigations, refusals } = await office.state('INC-1');
  expect(mitigations).toEqual([]);
  expect(refusals).toMatchObject([{ asked: 'action roll-back', by: { kind: 'person' } }]);
  expect(heard).toEqual([]);
});

test('a member of a user group among the approvers may, and whoever is not is kept in the log once', async () => {
  const { heard, url } = await receiver(200);
  const { office, services } = await opened(webhook(url, { approvers: ['S0ONCALL'] }));
  const input = await inputFor(office, services);
  const asked: unknown[] = [];
  const among = (answer: boolean): Services => ({
    ...services,
    isAmong: async (...question) => {
      asked.push(question);
      return answer;
    },
  });
  for (const _ of [1, 2])
    expect(await approveMitigation(among(false), input)).toMatchObject({
      kind: 'refused',
      hint: expect.stringContaining('user group S0ONCALL') as unknown,
    });
  expect((await office.state('INC-1')).refusals).toHaveLength(1);
  expect(await approveMitigation(among(true), input)).toMatchObject({ kind: 'done' });
  await ended(office);
  expect(heard).toHaveLength(1);
  expect(asked).toContainEqual([['S0ONCALL'], input.person]);
});

test.each([
  [403, 'failed'],
  [502, 'unclear'],
])('an answer %d means it is %s, and it is not tried again', async (status, state) => {
  const { heard, url } = await receiver(status);
  const { office, services } = await opened(webhook(url));
  await approveMitigation(services, await inputFor(office, services));
  expect(await ended(office)).toMatchObject({ state });
  startApproved(services, 'INC-1');
  await settleInterrupted(services, 'INC-1');
  expect(heard).toHaveLength(1);
});

test('a receiver that is down never got it', async () => {
  const { office, services } = await opened(webhook(await deadUrl()));
  await approveMitigation(services, await inputFor(office, services));
  expect(await ended(office)).toMatchObject({
    state: 'failed',
    words: expect.stringContaining('reached') as unknown,
  });
});

test('stopped while it ran, nobody knows: it is said, and a person looks', async () => {
  const { office, services } = await opened(webhook('http://127.0.0.1:1/hook'));
  const { mitigation } = await inputFor(office, services);
  const approved = { type: 'mitigation-approved' as const, mitigation: 'M1', ...withoutAlthough(mitigation) };
  const started = { type: 'mitigation-started' as const, mitigation: 'M1', key: 'INC-1:M1' };
  await recordFacts(services, 'INC-1', [approved, started]);
  await settleInterrupted(services, 'INC-1');
  expect(await ended(office)).toMatchObject({ state: 'unclear' });
});

function withoutAlthough({ although: _although, ...rest }: ApproveInput['mitigation']) {
  return rest;
}

test('a workflow is dispatched with the incident and what it is about', async () => {
  const { heard, url } = await receiver(204);
  const action = ActionConfig.parse({
    type: 'workflow',
    repository: 'acme/serving',
    workflow: 'rollback.yml',
    token: 'gh-token',
    api: url.replace('/hook', ''),
    kinds: ['rollback'],
    does: 'Rolls back.',
    undo: 'Deploy again.',
    approvers: ['U1'],
  });
  const { office, services } = await opened(action);
  await approveMitigation(services, await inputFor(office, services));
  expect(await ended(office)).toMatchObject({ state: 'done' });
  expect(heard[0]?.headers['authorization']).toBe('Bearer gh-token');
  expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
    ref: 'main',
    inputs: { incident: 'INC-1', kind: 'rollback', target: 'chg-0834', key: 'INC-1:M1' },
  });
});
