import type { ActionConfig } from '../config/schema/actions-schema.ts';
import { durationSeconds } from '../config/durations.ts';
import type { RunAction } from '../response/ports.ts';
import { askOnce } from './answered.ts';
import type { Ran } from './answered.ts';

type Workflow = Extract<ActionConfig, { type: 'workflow' }>;

/** Starts a GitHub workflow by its `workflow_dispatch` event; the inputs name the incident, the target and this run. */
export function dispatchWorkflow(
  action: Workflow,
  { key, incident, kind, target }: Parameters<RunAction>[0],
  at: { readonly signal: AbortSignal },
): Promise<Ran> {
  const workflow = encodeURIComponent(action.workflow);
  const seconds = durationSeconds(action.timeout) ?? 30;
  return askOnce(
    `${action.api.replace(/\/$/, '')}/repos/${action.repository}/actions/workflows/${workflow}/dispatches`,
    {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${action.token}`,
        'content-type': 'application/json',
        'user-agent': 'fishbone',
        'x-github-api-version': '2022-11-28',
      },
      body: JSON.stringify({ ref: action.ref, inputs: { incident, kind, target: target ?? '', key } }),
      signal: AbortSignal.any([at.signal, AbortSignal.timeout(seconds * 1000)]),
    },
  );
}
