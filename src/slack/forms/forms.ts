import { createHash } from 'node:crypto';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../response/ports.ts';
import { loadingView } from '../render/render-form.ts';
import { platformError } from '../slack-errors.ts';

export type Forms = {
  /** Opens a waiting modal at once: a trigger lives three seconds, and what the form shows may take longer to find. */
  begin(trigger: string): void;
  /** True when a modal of this trigger is open, or may still be. */
  isBegun(trigger: string): boolean;
  /** Puts the view into the modal of this trigger, or opens one. False: too late, the person has to ask again. */
  show(trigger: string, view: ModalView): Promise<boolean>;
};

const tooLate = [
  'expired_trigger_id',
  'exchanged_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
  'not_found',
  'view_not_found',
  'invalid_trigger_id',
];
/** Longer than any trigger lives. */
const forgetAfterMs = 60_000;

/** Modals by the trigger that may open them. After a restart none is known, and every trigger of before is too old. */
export function openForms(ports: { readonly client: WebClient; readonly log: Log }): Forms {
  const begun = new Map<string, Promise<boolean>>();

  const open = async (trigger: string, view: ModalView): Promise<boolean> => {
    try {
      await ports.client.views.open({ trigger_id: trigger, view });
      return true;
    } catch (error) {
      if (!tooLate.includes(platformError(error) ?? ''))
        ports.log.warn('a form could not be opened', { error: String(error) });
      return false;
    }
  };

  return {
    begin(trigger) {
      if (begun.has(trigger)) return;
      begun.set(trigger, open(trigger, loadingView(externalId(trigger))));
      setTimeout(() => begun.delete(trigger), forgetAfterMs).unref();
    },
    isBegun: (trigger) => begun.has(trigger),
    async show(trigger, view) {
      if ((await begun.get(trigger)) !== true) return open(trigger, view);
      try {
        await ports.client.views.update({ external_id: externalId(trigger), view });
        return true;
      } catch (error) {
        // The person closed it meanwhile: there is nobody to show it to.
        if (tooLate.includes(platformError(error) ?? '')) return true;
        throw error;
      }
    },
  };
}

const externalId = (trigger: string): string =>
  `form-${createHash('sha256').update(trigger).digest('hex').slice(0, 40)}`;
