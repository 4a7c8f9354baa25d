import { z } from 'zod';
import { Duration, Name, about } from '../words.ts';

/** One rule for messages of other bots: a regular expression with named groups gives the alert's fields. */
export const ChannelRule = z
  .strictObject({
    channel: Name.meta(about('The channel to listen in: its id or `#name`.', '#alerts')),
    bot: Name.optional().meta(about('Only messages of this bot: its name or id.', 'Datadog')),
    match: Name.meta(
      about(
        'Regular expression; the named groups `model`, `metric`, `column`, `segment`, `severity`, `status`, `value`, `baseline`, `title`, `summary` and `fingerprint` give the alert its fields.',
        '(?<metric>\\w+) of (?<model>\\w+) is low',
      ),
    ),
    fields: z
      .strictObject({
        model: Name.optional().meta(about('The model, where the message does not name it.', 'deposit')),
        metric: Name.optional().meta(about('The metric, where the message does not name it.', 'auc')),
        column: Name.optional().meta(about('The feature or segment column it is about.', 'country')),
        severity: z
          .enum(['critical', 'warning', 'info'])
          .optional()
          .meta(about('How loud the alert is.', 'critical')),
        status: z
          .enum(['firing', 'resolved'])
          .optional()
          .meta(about('Whether a match means that it fires or that it is over.', 'firing')),
      })
      .readonly()
      .default({})
      .meta(about('Fields that are always the same for this rule.')),
  })
  .readonly();
export type ChannelRule = z.infer<typeof ChannelRule>;

export const SlackConfig = z
  .strictObject({
    channel: Name.default('#ml-incidents').meta(
      about(
        "Where incident threads open: a channel id or '#name' (in quotes). A model's own `channel` wins.",
        '#ml-incidents',
      ),
    ),
    fallback_channel: Name.optional().meta(
      about(
        'Where an incident goes on, under a new first message, when its channel was archived or is not there any more: an id or `#name`. Without it, what would be said there is dropped, with the reason.',
        '#ml-incidents-fallback',
      ),
    ),
    alerts: z
      .array(ChannelRule)
      .readonly()
      .default([])
      .meta(about('Messages of other bots that are alerts; the first rule that matches wins.')),
    timeline_emoji: z
      .array(Name)
      .readonly()
      .default(['pushpin'])
      .meta(about('Reactions that put a message on the timeline.', ['pushpin'])),
    storm: z
      .strictObject({
        incidents: z
          .int()
          .min(1)
          .max(1000)
          .default(8)
          .meta(about('How many incidents of a channel get a thread at once within the time below.', 8)),
        within: Duration.default('10m').meta(about('The time in which they are counted.', '10m')),
      })
      .readonly()
      .prefault({})
      .meta(
        about(
          'When more incidents than this open within minutes, one message speaks for the further ones; a thread opens when somebody asks.',
        ),
      ),
    restrict: z
      .record(
        Name,
        z
          .array(Name)
          .readonly()
          .meta(about('Who may use this command: ids of users and of user groups.', ['S012ONCALL'])),
      )
      .default({})
      .meta(
        about(
          'Commands that only some people may use: by command, user ids or ids of user groups. Nobody may with an empty list; everybody of the house where the command is not named.',
          { resolve: ['S012ONCALL', 'U012AB3CD'] },
        ),
      ),
    allow: z
      .array(Name)
      .readonly()
      .default([])
      .meta(
        about('Guests and people of other organizations are refused unless listed here by user id.', [
          'U012AB3CD',
        ]),
      ),
  })
  .readonly()
  .prefault({})
  .meta(about('How the bot lives in Slack. Tokens come from SLACK_BOT_TOKEN and SLACK_APP_TOKEN.'));
