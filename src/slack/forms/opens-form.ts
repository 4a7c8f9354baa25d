import { parseLine } from '../../../commands/parse.ts';
import { buttonAsker, commandAsker } from '../doors/asker.ts';
import type { Asker } from '../doors/asker.ts';
import { findIncident } from '../doors/dispatch.ts';
import type { DispatchPorts } from '../doors/dispatch.ts';
import type { Forms } from './forms.ts';
import { ButtonBody, CommandBody } from '../hear/payloads.ts';

/** A line that came with a trigger, which may open a form. */
type Triggered = { readonly trigger: string; readonly line: string; readonly asker: Asker };

/** The trigger of a slash command or a button; null where there is none. */
function triggeredBy(body: unknown): Triggered | null {
  const command = CommandBody.safeParse(body);
  if (command.success) {
    const { trigger_id: trigger, text: line } = command.data;
    return trigger === undefined ? null : { trigger, line, asker: commandAsker(command.data) };
  }
  const button = ButtonBody.safeParse(body);
  if (!button.success || button.data.trigger_id === undefined) return null;
  const line = button.data.actions[0]?.value ?? '';
  return { trigger: button.data.trigger_id, line, asker: buttonAsker(button.data) };
}

/**
 * Opens the waiting modal for a line that asks for a form of one incident. It reads the local database only, so that the
 * three seconds of a trigger are enough whatever else the bot is doing.
 */
export async function beginForm(
  ports: DispatchPorts & { readonly forms: Forms },
  body: unknown,
): Promise<void> {
  const triggered = triggeredBy(body);
  if (triggered === null) return;
  const parsed = parseLine(triggered.line, ports.commands);
  if (parsed.kind !== 'run') return;
  const command = ports.commands.find((one) => one.name === parsed.command);
  if (command?.form?.opens(parsed.words) !== true) return;
  const { channel, thread } = triggered.asker;
  const meant = await findIncident(ports, { channel, thread }, parsed);
  if (meant.kind === 'one') ports.forms.begin(triggered.trigger);
}
