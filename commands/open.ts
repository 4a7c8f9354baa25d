import { didYouMean } from '../src/config/nearest.ts';
import { momentOf } from '../src/time/moment-words.ts';
import { replyOf, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';

export const open: Command = {
  name: 'open',
  summary: 'open an incident that no monitor has seen',
  usage: 'open <model> [since <time>] [metric=auc] <what is wrong>',
  example: 'open deposit since 14:05 conversion looks low in Brazil',
  stage: 'Signal',
  needs: 'nothing',
  async run(request, responder) {
    const models = responder.models().map((model) => model.name);
    const [model, ...rest] = request.words;
    if (model === undefined) return wrongUsage(open, `which model? There is ${models.join(', ')}`);
    if (!models.includes(model))
      return wrongUsage(open, `there is no model '${model}'${didYouMean(model, models)}`);
    const metric = rest.find((word) => word.startsWith('metric='))?.slice('metric='.length) ?? null;
    const words = rest.filter((word) => !word.startsWith('metric='));
    const said = words[0] === 'since' ? momentOf(words.slice(1), request.now) : null;
    if (words[0] === 'since' && said === null) {
      return wrongUsage(
        open,
        `'${words.slice(1, 3).join(' ')}' is not a time; write 14:05, 2h ago or 2026-03-09T14:05Z`,
      );
    }
    const title = (said?.rest ?? words).join(' ');
    return replyOf(
      await responder.open({
        model,
        metric,
        title,
        startedAt: said?.at ?? null,
        person: request.person,
        now: request.now,
      }),
    );
  },
};
