/** Trigger ids: a person did something, so the app may open a view for them, once and soon. */
export type Triggers = {
  issue(user: string, viewId?: string): string;
  /** Uses the trigger up. */
  redeem(triggerId: string): { readonly user: string; readonly viewId?: string | undefined } | TriggerRefusal;
};

type TriggerRefusal = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

export function issueTriggers(lifetimeMs: number): Triggers {
  const issued = new Map<string, { user: string; viewId: string | undefined; at: number; isUsed: boolean }>();
  return {
    issue(user, viewId) {
      const id = `${Date.now()}.${issued.size + 1}.sandboxtrigger`;
      issued.set(id, { user, viewId, at: Date.now(), isUsed: false });
      return id;
    },
    redeem(triggerId) {
      const trigger = issued.get(triggerId);
      if (!trigger) return 'invalid_trigger_id';
      if (trigger.isUsed) return 'exchanged_trigger_id';
      if (Date.now() - trigger.at > lifetimeMs) return 'expired_trigger_id';
      trigger.isUsed = true;
      return { user: trigger.user, viewId: trigger.viewId };
    },
  };
}
