import { Refusal } from '../api/method.ts';
import { directMessages } from '../api/channels.ts';
import type { Core } from '../core.ts';
import { asFields, stringAt } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { SubmitOutcome } from '../interactions/submit-view.ts';
import type { ActionOutcome } from '../interactions/use-element.ts';
import type { Deed, DeedAnswer, DeedTarget } from '../page/contract.ts';
import type { Clickable } from '../people/find.ts';
import { NotPossible } from '../people/not-possible.ts';
import { personAt } from '../people/person.ts';
import type { Person } from '../people/person.ts';
import { shareAs } from '../people/upload-files.ts';
import type { OpenView } from '../workspace/entities.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { performPlayback } from './perform-playback.ts';

const done: DeedAnswer = { outcome: 'done' };

/** Does what a person does on the page, and says what came of it in Slack's words. */
export async function perform(
  core: Core,
  faults: FaultSwitches,
  asked: { readonly as: string; readonly deed: Deed },
): Promise<DeedAnswer> {
  const user = core.workspace.state.users.get(asked.as);
  if (!user || user.isBot) return refused('no_such_user', 'There is no such person to act as.');
  try {
    return await carryOut(core, faults, { person: personAt(core, user.id), deed: asked.deed });
  } catch (error) {
    if (error instanceof NotPossible) return refused(error.code, error.message);
    if (error instanceof Refusal) return refused(error.code, `Slack answered: ${error.code}`);
    throw error;
  }
}

async function carryOut(
  core: Core,
  faults: FaultSwitches,
  asked: { readonly person: Person; readonly deed: Deed },
): Promise<DeedAnswer> {
  const { person, deed } = asked;
  switch (deed.do) {
    case 'post': {
      const options = deed.thread === undefined ? {} : { thread: deed.thread };
      const message = person.post(deed.channel, deed.text, options);
      return { outcome: 'done', channel: message.channel, ts: message.ts };
    }
    case 'share': {
      const { channel, files, text, thread } = deed;
      const message = shareAs(core, person.id, { channel, files, beside: { text, thread } });
      return { outcome: 'done', channel: message.channel, ts: message.ts };
    }
    case 'command': {
      const options = deed.thread === undefined ? {} : { thread: deed.thread };
      // A failed command was said in an ephemeral message, as Slack does.
      await person.command(deed.channel, deed.text, options);
      return done;
    }
    case 'use':
      return ofAction(
        await person.click(placeOf(core, person, deed.target), deed.action, deed.value, deed.block),
      );
    case 'suggest': {
      const offered = await person.suggest(placeOf(core, person, deed.target), deed.action, deed.query);
      return { outcome: 'options', options: offered.map(optionOf) };
    }
    case 'shortcut':
      return ofAction(
        deed.message === undefined
          ? await person.openGlobalShortcut(deed.callbackId)
          : await person.openShortcut(deed.message, deed.callbackId),
      );
    case 'react':
      person.react(deed, deed.emoji);
      return done;
    case 'unreact':
      person.unreact(deed, deed.emoji);
      return done;
    case 'edit':
      person.edit(deed, deed.text);
      return done;
    case 'delete':
      person.delete(deed);
      return done;
    case 'submit':
      return ofSubmit(await person.submit(deed.values, viewAt(person, deed.view)));
    case 'close':
      await person.close({ view: viewAt(person, deed.view), all: deed.all });
      return done;
    case 'home':
      person.openHome();
      return done;
    case 'direct':
      return { outcome: 'done', channel: directMessages(core, person.id).id };
    case 'dismiss':
      dismiss(core, person, deed.ephemeral);
      return done;
    case 'join':
      person.join(deed.channel);
      return done;
    case 'fault':
      return faults.turn(deed.fault, deed.on)
        ? done
        : refused('no_such_fault', `There is no fault "${deed.fault}".`);
    case 'play':
    case 'pause':
    case 'resume':
    case 'speed':
    case 'skip':
      return await performPlayback(core.settings.page.playback, deed);
  }
}

function placeOf(core: Core, person: Person, target: DeedTarget): Clickable {
  switch (target.in) {
    case 'message':
      return { channel: target.channel, ts: target.ts };
    case 'ephemeral': {
      const shown = core.workspace.state.ephemerals.get(target.id);
      if (!shown) throw new NotPossible('not_visible', 'This message is gone.');
      return shown;
    }
    case 'view': {
      const home = core.workspace.state.homes.get(person.id);
      return home?.id === target.id ? home : viewAt(person, target.id);
    }
  }
}

function viewAt(person: Person, id: string): OpenView {
  const view = person.views().find((it) => it.id === id);
  if (!view) throw new NotPossible('no_view', 'This window is closed.');
  return view;
}

function dismiss(core: Core, person: Person, id: string): void {
  const shown = core.workspace.state.ephemerals.get(id);
  if (shown?.user === person.id) core.workspace.record({ type: 'ephemeral_dismissed', id });
}

function ofAction(came: ActionOutcome): DeedAnswer {
  return came.outcome === 'acked' ? done : { outcome: 'failed', error: came.error };
}

function ofSubmit(came: SubmitOutcome): DeedAnswer {
  switch (came.outcome) {
    case 'closed':
    case 'cleared':
    case 'updated':
    case 'pushed':
      return done;
    case 'errors':
      return {
        outcome: 'errors',
        errors: Object.fromEntries(Object.entries(came.errors).map(([block, said]) => [block, String(said)])),
      };
    case 'failed':
      return { outcome: 'failed', error: came.error };
  }
}

function optionOf(option: Fields): { text: string; value: string } {
  const words = asFields(option['text']);
  return { text: words ? (stringAt(words, 'text') ?? '') : '', value: stringAt(option, 'value') ?? '' };
}

function refused(code: string, message: string): DeedAnswer {
  return { outcome: 'refused', code, message };
}
