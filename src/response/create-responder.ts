import { confirm } from './confirm.ts';
import { measureScope, measureSymptom } from './measure.ts';
import { open } from './open-incident.ts';
import { receiveAlert } from './receive-alert.ts';
import { considerCommand, recordCommand, recordDecision } from './record.ts';
import { forgetVerdict, rememberedVerdicts, resolveBenign } from './remember.ts';
import { rerun } from './rerun.ts';
import type { Responder } from './responder.ts';
import { runCheck } from './run-check.ts';
import type { Services } from './services.ts';
import { triage } from './triage.ts';

/** The verbs, bound to what they need of the world. */
export function createResponder(services: Services): Responder {
  return {
    receiveAlert: (alert, now) => receiveAlert(services, alert, now),
    open: (input) => open(services, input),
    triage: (incident) => triage(services, incident, new AbortController().signal),
    measureSymptom: (input) => measureSymptom(services, input),
    measureScope: (input) => measureScope(services, input),
    runCheck: (input) => runCheck(services, input),
    rerun: (input) => rerun(services, input),
    show: ({ incident, view, person, now }) =>
      recordDecision(services, {
        incident,
        actor: { kind: 'person', id: person },
        at: now,
        decide: () => [{ type: 'asked', view }],
      }),
    record: (input) => recordCommand(services, input),
    consider: (input) => considerCommand(services, input),
    addTimelineEntry: ({ incident, person, now, happenedAt, text, origin }) =>
      recordCommand(services, {
        incident,
        person,
        now,
        command: { type: 'add-timeline-entry', happenedAt, text, origin, now },
      }),
    removeTimelineEntry: ({ incident, person, now, entry }) =>
      recordCommand(services, { incident, person, now, command: { type: 'remove-timeline-entry', entry } }),
    addWhy: ({ incident, person, now, text, under, evidence }) =>
      recordCommand(services, { incident, person, now, command: { type: 'add-why', text, under, evidence } }),
    setSeverity: ({ incident, person, now, severity, reason }) =>
      recordCommand(services, { incident, person, now, command: { type: 'set-severity', severity, reason } }),
    writeNote: ({ incident, person, now }) =>
      recordCommand(services, { incident, person, now, command: { type: 'write-note' } }),
    resolve: ({ incident, person, now, cause, reason }) =>
      recordCommand(services, { incident, person, now, command: { type: 'resolve', cause, reason } }),
    resolveBenign: (input) => resolveBenign(services, input),
    remembered: (now) => rememberedVerdicts(services, now),
    forget: (input) => forgetVerdict(services, input),
    confirm: (input) => confirm(services, input),
    reopen: ({ incident, person, now, reason }) =>
      recordCommand(services, { incident, person, now, command: { type: 'reopen', reason } }),
    incidents: (filter) => services.incidents.list(filter),
    events: (incident) => services.incidents.read(incident),
    models: () =>
      Object.entries(services.config.config.models).map(([name, model]) => ({
        name,
        title: model.title ?? name,
        segments: model.predictions.segments,
      })),
  };
}
