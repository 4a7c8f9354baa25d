import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/checks/question.ts';
import { eventLine } from '../../../src/message/lines/event-line.ts';
import { noteDocument } from '../../../src/note/outline.ts';
import { nothingThere, openOffice } from '../office.ts';
import type { Answering, Office } from '../office.ts';

const priya = 'T1:U0ONCALL01';
const planned = (checks: readonly string[], segment = {}) => ({
  incident: 'INC-1',
  checks,
  segment,
  person: priya,
});

/** What the message of the first plan says now. */
async function planNow(office: Office): Promise<string> {
  const events = await office.events('INC-1');
  const plan = events.find((event) => event.fact.type === 'checks-planned');
  if (plan === undefined) throw new Error('nothing was planned');
  return JSON.stringify(eventLine(events, plan.seq, { note: noteDocument }));
}

/** Answers nothing until it is let go; then what is cancelled is cancelled. */
function gate(holds: (name: string) => boolean) {
  const waiting = new Set<() => void>();
  let isOpen = false;
  const answering: Answering = async (question, name): Promise<Answer> => {
    if (holds(name) && !isOpen) await new Promise<void>((resolve) => waiting.add(resolve));
    return nothingThere(question, name);
  };
  return {
    answering,
    isWaiting: () => waiting.size > 0,
    open() {
      isOpen = true;
      for (const go of waiting) go();
    },
  };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('several checks on request', () => {
  test('are one message: planned at once, edited as they answer, folded at the end', async () => {
    const office = await openOffice({ triages: false });
    await office.receive();
    const busy = await openOffice({ storage: office.storage });
    expect(await busy.responder.runChecks(planned(['null-rate', 'parity']))).toMatchObject({ kind: 'done' });
    await busy.settled();
    const facts = await busy.facts('INC-1');
    expect(facts.map((fact) => fact.type).filter((type) => type.startsWith('check'))).toEqual([
      'checks-planned',
      'check-finished',
      'check-finished',
      'checks-ended',
    ]);
    expect(facts.find((fact) => fact.type === 'checks-ended')).toMatchObject({ how: 'finished', done: 2 });
    expect((await office.state('INC-1')).plans).toMatchObject([{ because: 'asked', ended: { done: 2 } }]);
    expect(await planNow(busy)).toContain('2 checks');
    // The first post and whatever came after it: never a line for each check.
    const announced = await office.announced();
    expect(announced.filter((type) => type === 'check-finished')).toEqual([]);
    expect(announced.filter((type) => type === 'checks-planned')).toHaveLength(1);
  });

  test('a check that is not there, and a dimension that is not, are refused before anything is planned', async () => {
    const office = await openOffice({ triages: false });
    await office.receive();
    expect(await office.responder.runChecks(planned(['null-rate', 'nul-rate']))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining("no check 'nul-rate'") as string,
    });
    expect(await office.responder.runChecks(planned(['null-rate', 'parity'], { planet: 'x' }))).toMatchObject(
      { kind: 'refused' },
    );
    expect((await office.state('INC-1')).plans).toEqual([]);
  });

  test('a restart goes on with what had not answered, in the same message', async () => {
    const held = gate((name) => name.startsWith('only'));
    const first = await openOffice({ triages: false, answering: held.answering });
    await first.receive();
    const cut = await openOffice({ storage: first.storage, answering: held.answering });
    await cut.responder.runChecks(planned(['null-rate', 'parity']));
    await until(held.isWaiting);
    cut.stop();
    held.open();
    await cut.settled();
    expect((await cut.state('INC-1')).plans).toMatchObject([{ ended: null }]);
    expect(await planNow(cut)).toContain('0 of 2 checks answered');
    const again = await openOffice({ storage: first.storage });
    const { goOn } = await import('../../../src/response/checks/run-checks.ts');
    for (const plan of (await again.state('INC-1')).plans) goOn(again.services, 'INC-1', plan);
    await again.settled();
    expect((await again.state('INC-1')).plans).toMatchObject([{ ended: { how: 'finished', done: 2 } }]);
    expect((await again.facts('INC-1')).filter((fact) => fact.type === 'checks-planned')).toHaveLength(1);
  });
});

describe('cancelling', () => {
  test('stops a triage between its checks, says how far it came and by whom, and ranks what had answered', async () => {
    const held = gate((name) => name.startsWith('null-rate\u0000'));
    const office = await openOffice({ answering: held.answering });
    await office.receive();
    await until(held.isWaiting);
    expect(await planNow(office)).toContain('"state":"running"');
    expect(await office.responder.cancel({ incident: 'INC-1', person: priya })).toMatchObject({
      kind: 'done',
    });
    held.open();
    await office.settled();
    const facts = await office.facts('INC-1');
    const ended = facts.find((fact) => fact.type === 'checks-ended');
    expect(ended).toMatchObject({ how: 'cancelled' });
    const { evidence, plans, triage } = await office.state('INC-1');
    expect(plans[0]?.ended).toMatchObject({ how: 'cancelled', done: evidence.length });
    expect(triage).toBeNull();
    expect(JSON.stringify(evidence)).not.toContain('cancelled');
    const said = await planNow(office);
    expect(said).toContain(`Cancelled after ${evidence.length} of `);
    expect(said).toContain('Not run: ');
    expect(said).toContain('null-rate');
    await office.responder.triage('INC-1');
    expect(await office.facts('INC-1')).toHaveLength(facts.length);
  });

  test('a single check is stopped, and who asked for it hears that', async () => {
    const held = gate((name) => name.includes('\u0000'));
    const office = await openOffice({ triages: false, answering: held.answering });
    await office.receive();
    const asked = office.responder.runCheck({
      incident: 'INC-1',
      check: 'null-rate',
      segment: {},
      parameters: {},
      person: priya,
    });
    await until(held.isWaiting);
    await office.responder.cancel({ incident: 'INC-1', person: priya });
    held.open();
    expect(await asked).toMatchObject({ kind: 'refused', message: 'it was cancelled' });
    expect((await office.state('INC-1')).evidence).toEqual([]);
  });

  test('when nothing runs, that is said', async () => {
    const office = await openOffice({ triages: false });
    await office.receive();
    expect(await office.responder.cancel({ incident: 'INC-1', person: priya })).toMatchObject({
      kind: 'refused',
      message: 'nothing is running for INC-1',
    });
    expect(await office.responder.cancel({ incident: 'INC-99', person: priya })).toMatchObject({
      kind: 'refused',
    });
  });
});
