import type { IncidentState } from './state/state.ts';
import { latestEvidence } from './state/state.ts';

export type ChecklistItem = {
  readonly id: string;
  readonly words: string;
  /** What the log answers by itself, with the evidence it rests on; null when a person must be asked. */
  answered(state: IncidentState): { readonly words: string; readonly evidence: string | null } | null;
};

export type Checklist = {
  readonly id: 'triage' | 'parity' | 'infra';
  readonly title: string;
  readonly items: readonly ChecklistItem[];
};

/** The answer of all the checks named, when each of them said something. */
function byChecks(checks: readonly string[]): ChecklistItem['answered'] {
  return (state) => {
    const said = checks.map((check) => latestEvidence(state, check));
    const known = said.filter((one) => one !== null && one.verdict.answer !== 'inconclusive');
    if (known.length < checks.length) return null;
    return {
      words: known.map((one) => `${one?.check ?? ''} ${one?.verdict.answer ?? ''}`).join(', '),
      evidence: known.map((one) => one?.id ?? '').join(' '),
    };
  };
}

const never: ChecklistItem['answered'] = () => null;

const triage: Checklist = {
  id: 'triage',
  title: 'Triage',
  items: [
    {
      id: 'start',
      words: 'Start time known',
      answered: (state) =>
        state.symptom === null || state.symptom.onset === null
          ? null
          : {
              words: `began ${state.symptom.onset.at.toISOString().slice(0, 16).replace('T', ' ')}`,
              evidence: null,
            },
    },
    {
      id: 'first-bad-version',
      words: 'First bad version known, or versions ruled out',
      answered: byChecks(['version-compare']),
    },
    {
      id: 'mitigated',
      words: 'Rolled back or switched off safely, if users are hurt',
      answered: (state) => {
        const done = state.mitigations.findLast((one) => one.state === 'done');
        return done === undefined ? null : { words: `${done.id} ${done.sentence}`, evidence: null };
      },
    },
    {
      id: 'snapshot',
      words: 'Configuration, flags, model and feature versions captured',
      answered: (state) =>
        state.snapshot === null || state.snapshot.versions.length === 0
          ? null
          : {
              words: `versions ${state.snapshot.versions.join(', ')}, configuration ${state.snapshot.configHash.slice(0, 8)}`,
              evidence: null,
            },
    },
    { id: 'business', words: 'Business impact noted', answered: byChecks(['business-impact']) },
    {
      id: 'segments',
      words: 'Affected segments noted',
      answered: (state) =>
        state.scope === null || state.scope.answer === 'inconclusive'
          ? null
          : { words: state.scope.sentence, evidence: null },
    },
  ],
};

const parity: Checklist = {
  id: 'parity',
  title: 'Data and model parity',
  items: [
    { id: 'nulls', words: 'Nulls of the features', answered: byChecks(['null-rate']) },
    { id: 'freshness', words: 'Freshness of the data', answered: byChecks(['freshness']) },
    { id: 'range', words: 'Values out of range', answered: byChecks(['out-of-range']) },
    { id: 'cardinality', words: 'Number of categories', answered: byChecks(['categories']) },
    {
      id: 'preprocessing',
      words: 'Offline and online preprocessing agree',
      answered: byChecks(['parity']),
    },
    {
      id: 'feature-store',
      words: 'Feature-store key, schema and TTL are those that were written',
      answered: byChecks(['feature-store', 'schema']),
    },
    {
      id: 'threshold',
      words: 'Threshold and calibration are those of the training',
      answered: byChecks(['threshold', 'calibration']),
    },
  ],
};

const infra: Checklist = {
  id: 'infra',
  title: 'Infra and routing',
  items: [
    {
      id: 'latency',
      words: 'P95 and P99 latency, stage by stage',
      answered: byChecks(['latency-by-stage']),
    },
    { id: 'errors', words: 'Errors by their type', answered: byChecks(['errors']) },
    {
      id: 'resources',
      words: 'Restarts and saturated resources',
      answered: byChecks(['restarts', 'utilization']),
    },
    { id: 'autoscaling', words: 'Autoscaling events', answered: never },
    { id: 'routing', words: 'Flags and buckets as assigned', answered: byChecks(['routing']) },
    { id: 'fallback', words: 'Fallbacks work and are counted', answered: byChecks(['fallback']) },
  ],
};

/** The three lists every responder walks; the items carry their own answers. */
export const CHECKLISTS: readonly Checklist[] = [triage, parity, infra];

export function checklistItem(id: string): ChecklistItem | null {
  return CHECKLISTS.flatMap((list) => list.items).find((item) => item.id === id) ?? null;
}
