import { z } from 'zod';
import { lintBlocks } from '../../sandbox/blocks/lint.ts';
import { lintView } from '../../sandbox/blocks/view.ts';
import type { Sandbox } from '../../sandbox/server.ts';

const Sent = z.object({
  text: z.string().min(1),
  blocks: z.union([z.string(), z.array(z.unknown())]).optional(),
});
const Opened = z.object({ view: z.union([z.string(), z.record(z.string(), z.unknown())]) });
const Fields = z.record(z.string(), z.unknown());
const messages = ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'response_url'];
const views = ['views.open', 'views.update', 'views.push', 'views.publish'];

/**
 * Every message of the bot has a text and blocks that Slack takes, and every view is one. Slack's refusal would not be
 * noticed otherwise: the bot then says the text alone. Answers with how many it looked at.
 */
export function expectLinted({ traffic }: Pick<Sandbox, 'traffic'>): number {
  if (traffic.search().length < traffic.total)
    throw new Error('some of the traffic is forgotten already: start the sandbox with a larger trafficLimit');
  const of = (names: readonly string[]) => names.flatMap((name) => traffic.search({ name }));
  const sent = of(messages);
  for (const exchange of sent) {
    const { blocks } = Sent.parse(exchange.request);
    const list: unknown = typeof blocks === 'string' ? JSON.parse(blocks) : (blocks ?? []);
    refuseProblems(exchange.name, lintBlocks('message', list));
  }
  const opened = of(views);
  for (const exchange of opened) {
    const { view } = Opened.parse(exchange.request);
    const given: unknown = typeof view === 'string' ? JSON.parse(view) : view;
    const fields = Fields.parse(given);
    refuseProblems(exchange.name, lintView(exchange.name === 'views.publish' ? 'home' : 'modal', fields));
  }
  return sent.length + opened.length;
}

function refuseProblems(name: string, problems: readonly unknown[]): void {
  if (problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
}
