import { contextOf } from '../../checks/context.ts';
import type { CheckContext } from '../../checks/check.ts';
import type { ModelConfig } from '../../config/schema.ts';
import { askCanary } from '../../gates/canary.ts';
import type { Contract } from '../../gates/contract.ts';
import { draftContract } from '../../gates/draft-contract.ts';
import type { Drafted } from '../../gates/draft-contract.ts';
import type { GateRun } from '../../gates/gate.ts';
import { askContract } from '../../gates/hold-contract.ts';
import type { Warehouse } from '../ports.ts';
import { runInquiry } from '../checks/run-inquiries.ts';

const DAY = 86_400_000;

export type Held = {
  readonly modelName: string;
  readonly model: ModelConfig;
  readonly warehouse: Warehouse;
  readonly signal: AbortSignal;
};

/** The golden set through candidate and serving pipeline; the warehouse's model has the candidate as its current one. */
export async function runCanary(held: Held): Promise<GateRun> {
  return (await runInquiry(askCanary(lastDay(held, DAY)), held.warehouse, held.signal)).result;
}

export async function writeContract({ modelName, model, warehouse, signal }: Held): Promise<Drafted> {
  return (await runInquiry(draftContract(modelName, model), warehouse, signal)).result;
}

/** What was served in the last `milliseconds` against the contract. */
export async function runContract(
  held: Held,
  asked: { readonly contract: Contract; readonly top: number; readonly milliseconds: number },
): Promise<GateRun> {
  const context = lastDay(held, asked.milliseconds);
  return (await runInquiry(askContract(context, asked.contract, asked.top), held.warehouse, held.signal))
    .result;
}

function lastDay({ modelName, model, warehouse }: Held, length: number): CheckContext {
  const { now } = warehouse;
  const usual = contextOf({ modelName, model, alert: null, now }, null);
  const from = new Date(now.getTime() - length);
  // The newest row itself belongs to what is looked at.
  const to = new Date(now.getTime() + 1);
  const { baseline } = usual.windows;
  const long = baseline.to.getTime() - baseline.from.getTime();
  return {
    ...usual,
    windows: {
      baseline: { from: new Date(from.getTime() - long), to: from },
      incident: { from, to },
      onset: null,
      now,
    },
  };
}
