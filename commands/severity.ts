import { Severity } from '../src/incident/facts/events.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';

export const severity: Command = {
  name: 'severity',
  summary: 'say how bad it is, and why',
  usage: 'severity <sev1|sev2|sev3> <reason>',
  example: 'severity sev2 only the chat entry is slow',
  stage: 'Signal',
  needs: 'incident',
  async run({ incident, person, now, words }, responder) {
    const level = Severity.safeParse(words[0]?.toLowerCase());
    if (!level.success) return wrongUsage(severity, 'how bad is it: sev1, sev2 or sev3?');
    if (incident === null) return tell('which incident?', `Write it in front: INC-12 severity ${level.data}`);
    const reason = words.slice(1).join(' ');
    if (reason === '') return wrongUsage(severity, 'why? A reason helps whoever reads the note');
    return replyOf(await responder.setSeverity({ incident, severity: level.data, reason, person, now }));
  },
};
