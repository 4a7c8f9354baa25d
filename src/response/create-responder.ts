import { addAction } from './decisions/add-action.ts';
import { confirm } from './decisions/confirm.ts';
import { listMonitors, muteMonitor, unmuteMonitor } from './monitors/list-monitors.ts';
import { measureScope, measureSymptom } from './triage/measure.ts';
import { approveMitigation, considerMitigation } from './decisions/mitigate.ts';
import { open } from './alerts/open-incident.ts';
import { publishNote } from './decisions/publish-note.ts';
import { overviewFor, searchPast, similarIncidents, trackRecord } from './past/past-incidents.ts';
import { withSeverity } from './triage/propose-severity.ts';
import { receiveAlert } from './alerts/receive-alert.ts';
import { considerCommand, recordCommand, recordDecision } from './record/record.ts';
import { forgetVerdict, rememberedVerdicts, resolveBenign } from './past/remember.ts';
import { measureRecovery } from './decisions/recovery.ts';
import { recordRefusal } from './record/record-refusal.ts';
import { rerun } from './checks/rerun.ts';
import type { Responder } from './responder.ts';
import { resolve } from './decisions/resolve.ts';
import { runCheck } from './checks/run-check.ts';
import type { Services } from './services.ts';
import { triage } from './triage/triage.ts';
import { cancel } from './checks/cancel.ts';
import { runChecks } from './checks/run-checks.ts';
import { showSamples } from './checks/show-samples.ts';

/** The verbs, bound to what they need of the world. */
export function createResponder(services: Services): Responder {
  return {
    receiveAlert: (alert, now) => receiveAlert(services, alert, now),
    open: (input) => open(services, input),
    triage: (incident) => triage(services, incident, new AbortController().signal),
    measureSymptom: (input) => withSeverity(services, measureSymptom(services, input)),
    measureScope: (input) => withSeverity(services, measureScope(services, input)),
    runCheck: (input) => withSeverity(services, runCheck(services, input)),
    runChecks: (input) => runChecks(services, input),
    cancel: (input) => cancel(services, input),
    showSamples: (input) => showSamples(services, input),
    rerun: (input) => withSeverity(services, rerun(services, input)),
    show: ({ incident, view, person, now }) =>
      recordDecision(services, {
        incident,
        actor: { kind: 'person', id: person },
        at: now,
        decide: () => [{ type: 'asked', view }],
      }),
    record: ({ command, ...input }) =>
      command.type === 'add-action'
        ? addAction(services, { ...input, command })
        : recordCommand(services, { ...input, command }),
    consider: (input) => considerCommand(services, input),
    actions: () => services.config.config.actions,
    recordRefusal: (input) => recordRefusal(services, input),
    considerMitigation: (input) => considerMitigation(services, input),
    approveMitigation: (input) => approveMitigation(services, input),
    measureRecovery: (input) => measureRecovery(services, input),
    stakeholders: () => services.config.config.updates.stakeholders ?? null,
    addTimelineEntry: ({ incident, person, now, happenedAt, text, origin, files }) =>
      recordCommand(services, {
        incident,
        person,
        now,
        command: { type: 'add-timeline-entry', happenedAt, text, origin, files: files ?? [], now },
      }),
    removeTimelineEntry: ({ incident, person, now, entry }) =>
      recordCommand(services, { incident, person, now, command: { type: 'remove-timeline-entry', entry } }),
    addWhy: ({ incident, person, now, text, under, evidence }) =>
      recordCommand(services, { incident, person, now, command: { type: 'add-why', text, under, evidence } }),
    setSeverity: ({ incident, person, now, severity, reason }) =>
      recordCommand(services, { incident, person, now, command: { type: 'set-severity', severity, reason } }),
    writeNote: ({ incident, person, now }) =>
      recordCommand(services, { incident, person, now, command: { type: 'write-note' } }),
    publishNote: (input) => publishNote(services, input),
    similar: (incident) => similarIncidents(services, incident),
    search: (words) => searchPast(services, words),
    trackRecord: () => trackRecord(services),
    overview: (person) => overviewFor(services, person),
    resolve: (input) => resolve(services, input),
    resolveBenign: (input) => resolveBenign(services, input),
    remembered: (now) => rememberedVerdicts(services, now),
    forget: (input) => forgetVerdict(services, input),
    confirm: (input) => confirm(services, input),
    reopen: ({ incident, person, now, reason }) =>
      recordCommand(services, { incident, person, now, command: { type: 'reopen', reason } }),
    monitors: (now) => listMonitors(services, now),
    muteMonitor: (input) => muteMonitor(services, input),
    unmuteMonitor: (input) => unmuteMonitor(services, input),
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
