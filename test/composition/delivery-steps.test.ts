import { expect, test } from 'vitest';
import { createDeliverySteps } from '../../src/composition/delivery-steps.ts';
import type { Services } from '../../src/response/services.ts';
import { createResponder } from '../../src/response/create-responder.ts';
import { alertOf } from '../incident/facts.ts';
import { openOffice } from '../response/office.ts';

const person = 'T1:U1';

/** An office whose verbs know which delivery they work for. */
async function officeWithSteps() {
  const office = await openOffice({ triages: false });
  const steps = createDeliverySteps();
  const services: Services = { ...office.services, nextStep: () => steps.next() };
  return { office, steps, responder: createResponder(services) };
}

test('an alert that was handled before a crash is not counted twice', async () => {
  const { office, steps, responder } = await officeWithSteps();
  const handle = () => steps.within('inbox 1 alert 1', () => responder.receiveAlert(alertOf({}), office.now));
  const first = await handle();
  const again = await handle();

  expect(again).toMatchObject({ incident: first.incident, meeting: 'opened' });
  expect(await office.facts('INC-1')).toHaveLength(1);
});

test('the same alert in another delivery is a repeat, once', async () => {
  const { office, steps, responder } = await officeWithSteps();
  const handle = (delivery: string) =>
    steps.within(delivery, () => responder.receiveAlert(alertOf({}), office.now));
  await handle('inbox 1 alert 1');
  const repeat = await handle('inbox 2 alert 1');
  const again = await handle('inbox 2 alert 1');

  expect(again).toEqual(repeat);
  expect((await office.facts('INC-1')).map((fact) => fact.type)).toEqual(['declared', 'alert-met']);
});

test('a command that was cut short does what it had not done, and nothing twice', async () => {
  const { office, steps, responder } = await officeWithSteps();
  await responder.receiveAlert(alertOf({}), office.now);
  const why = (text: string) =>
    responder.addWhy({ incident: 'INC-1', text, under: null, evidence: null, person, now: office.now });
  await steps.within('inbox 7', async () => {
    await why('the key changed');
  });
  await steps.within('inbox 7', async () => {
    await why('the key changed');
    await why('nobody was told');
  });

  const whys = (await office.state('INC-1')).whys;
  expect(whys.map((one) => one.text)).toEqual(['the key changed', 'nobody was told']);
});

test('a severity that was set before a crash is not refused after it', async () => {
  const { office, steps, responder } = await officeWithSteps();
  await responder.receiveAlert(alertOf({ severity: 'info' }), office.now);
  const set = () =>
    steps.within('inbox 3', () =>
      responder.setSeverity({
        incident: 'INC-1',
        severity: 'sev1',
        reason: 'it grows',
        person,
        now: office.now,
      }),
    );
  expect((await set()).kind).toBe('done');
  expect((await set()).kind).toBe('done');
});

test('what goes on after a delivery writes under no name of its', async () => {
  const steps = createDeliverySteps();
  const named = await steps.within('inbox 1', async () => [
    steps.next(),
    steps.outside(() => steps.next()),
    steps.next(),
  ]);
  expect(named).toEqual(['inbox 1 #1', null, 'inbox 1 #2']);
});
