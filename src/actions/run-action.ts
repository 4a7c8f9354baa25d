import type { RunAction } from '../response/ports.ts';
import { dispatchWorkflow } from './dispatch-workflow.ts';
import { sendWebhook } from './send-webhook.ts';

/** Runs what is configured under `actions`, each in its own way. Never tried twice: whoever waits for it is told instead. */
export function createRunAction(clock: { readonly now: () => Date }): RunAction {
  return async (input, signal) => {
    const { action } = input;
    switch (action.type) {
      case 'webhook':
        return sendWebhook(action, input, { now: clock.now(), signal });
      case 'workflow':
        return dispatchWorkflow(action, input, { signal });
      case 'person':
        return { outcome: 'failed', words: 'a person does this one' };
    }
  };
}
