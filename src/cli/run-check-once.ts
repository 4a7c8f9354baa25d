import { askCheck } from '../checks/ask.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import { contextOf } from '../checks/context.ts';
import type { Evidence } from '../checks/evidence.ts';
import { CHECKS } from '../checks/list.ts';
import { informed } from '../checks/informed.ts';
import { durationSeconds } from '../config/durations.ts';
import type { ModelConfig } from '../config/schema.ts';
import { dateAlert } from '../response/alerts/date-alert.ts';
import { evidenceOf } from '../response/checks/evidence-of.ts';
import type { Warehouse } from '../response/ports.ts';
import { runInquiry } from '../response/checks/run-inquiries.ts';
import { measureSymptom } from '../symptom/measure.ts';
import type { Clock } from '../time/clock.ts';
import type { Windows } from '../time/window.ts';
import type { CheckOnce } from './check-once.ts';
import { CliError } from './cli-error.ts';

/** Runs one check as a triage would, and gives its evidence; nothing is stored. */
export async function runCheckOnce(input: CheckOnce, clock: Clock): Promise<Evidence> {
  const { check, model } = known(input);
  requireDimensions(input, model);
  const startedAt = clock.now();
  const warehouse = await input.warehouses.open(input.model, input.now);
  const bare = await contextFor(input, model, warehouse);
  const context = (await runInquiry(informed(bare), warehouse, input.signal)).result;
  const { result, asked } = await runInquiry(askCheck(check, context), warehouse, input.signal);
  const frame = {
    id: 'E1',
    check: check.about.id,
    context,
    configHash: input.config.hash,
    version: input.version,
    startedAt,
    finishedAt: clock.now(),
  };
  return evidenceOf(frame, result, asked);
}

function known(input: CheckOnce): { readonly check: Check; readonly model: ModelConfig } {
  const check = CHECKS.find((each) => each.about.id === input.check);
  const model = input.config.config.models[input.model];
  if (check !== undefined && model !== undefined) return { check, model };
  throw new CliError({
    code: check === undefined ? 'unknown-check' : 'unknown-model',
    message: `There is no ${check === undefined ? `check '${input.check}'` : `model '${input.model}'`}.`,
    hint: '`fishbone checks` lists the checks; the models are those of fishbone.yml.',
    exitCode: 2,
  });
}

function requireDimensions({ segment }: CheckOnce, model: ModelConfig): void {
  const dimensions = [...model.predictions.segments, model.predictions.version, model.requests?.host];
  const wrong = Object.keys(segment).find((name) => !dimensions.includes(name));
  if (wrong === undefined) return;
  throw new CliError({
    code: 'unknown-dimension',
    message: `There is no dimension '${wrong}'.`,
    hint: `Dimensions: ${dimensions.filter((name) => name !== undefined).join(', ')}.`,
    exitCode: 2,
  });
}

async function contextFor(input: CheckOnce, model: ModelConfig, warehouse: Warehouse): Promise<CheckContext> {
  const { subject, segment, signal } = input;
  const alert = subject.kind === 'alert' ? dateAlert(subject.alert, warehouse.now).alert : null;
  const basis = { modelName: input.model, model, alert, now: warehouse.now };
  if (subject.kind === 'spans') {
    const windows = windowsOf(subject, model, warehouse.now);
    return { ...contextOf(basis, null), windows, segment };
  }
  const { result: symptom } = await runInquiry(measureSymptom(basis), warehouse, signal);
  return { ...contextOf(basis, symptom), segment };
}

/** What came from the onset on, and as long before it as the model's baseline reaches. */
function windowsOf(
  { onset, until }: { readonly onset: Date; readonly until: Date | null },
  model: ModelConfig,
  now: Date,
): Windows {
  const to = until === null || until > now ? now : until;
  if (to <= onset) {
    throw new CliError({
      code: 'empty-window',
      message: `Nothing is later than --onset: the data end at ${now.toISOString()}.`,
      hint: 'Give an earlier --onset.',
    });
  }
  const seconds = durationSeconds(model.baseline.window) ?? 7 * 86_400;
  const baseline = { from: new Date(onset.getTime() - seconds * 1000), to: onset };
  return { baseline, incident: { from: onset, to }, onset, now };
}
