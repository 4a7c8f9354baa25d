import { z } from 'zod';
import { Duration, about } from '../words.ts';

export const RetentionConfig = z
  .strictObject({
    inbox: Duration.default('30d').meta(
      about('How long deliveries of monitors and of Slack are kept after they were handled.', '30d'),
    ),
    messages: Duration.default('90d').meta(
      about(
        'How long it is noted where and when each message of a closed incident was said. The messages themselves stay in Slack, their content in the event log.',
        '90d',
      ),
    ),
    incidents: Duration.optional().meta(
      about(
        'How long closed incidents are kept with their events, evidence and messages; for ever when not given. Evidence goes with its incident, because the note rests on it.',
        '730d',
      ),
    ),
  })
  .readonly()
  .prefault({})
  .meta(about('What is deleted by itself, and when. `fishbone forget` deletes one incident at once.'));
