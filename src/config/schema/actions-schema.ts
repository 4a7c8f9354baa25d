import { z } from 'zod';
import { MitigationKind } from '../../suspects/vocabulary.ts';
import { Duration, Name, about } from '../words.ts';

const common = {
  kinds: z
    .array(MitigationKind)
    .min(1)
    .readonly()
    .meta(about('Which mitigations it can carry out.', ['rollback'])),
  models: z
    .array(Name)
    .readonly()
    .default([])
    .meta(about('For these models only; all of them when empty.', ['deposit'])),
  targets: z
    .array(Name)
    .readonly()
    .default([])
    .meta(about('For these changes, flags or features only; all of them when empty.', ['new-ranker'])),
  does: Name.meta(
    about(
      'What it will do, as the person who approves reads it; `{target}` is filled in.',
      'Rolls back {target}.',
    ),
  ),
  undo: Name.meta(about('How it is taken back.', 'Deploy {target} again.')),
  approvers: z
    .array(Name)
    .readonly()
    .default([])
    .meta(
      about('Ids of the users and user groups who may approve it. Nobody may when empty.', [
        'U012AB3CD',
        'S0ONCALL',
      ]),
    ),
  approvals: z
    .int()
    .min(1)
    .max(2)
    .default(1)
    .meta(about('How many of them must approve before it runs: two different people with 2.', 2)),
  timeout: Duration.default('30s').meta(about('How long it may take to be taken.', '30s')),
};

/** One action that the bot can run after a person approved it. */
export const ActionConfig = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('webhook').meta(about('A POST signed with HMAC-SHA256.', 'webhook')),
      url: z.url().meta(about('Where it is sent.', 'https://deploy.example/hooks/rollback')),
      secret: Name.meta(
        about('Signs `timestamp.body`; keep it in the environment.', '${DEPLOY_HOOK_SECRET}'),
      ),
      ...common,
    }),
    z.strictObject({
      type: z.literal('workflow').meta(about('A GitHub workflow dispatch.', 'workflow')),
      repository: z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/, 'an owner and a name such as acme/deposit-serving')
        .meta(about('Owner and name.', 'acme/deposit-serving')),
      workflow: Name.meta(about('The file or the id of the workflow.', 'rollback.yml')),
      ref: Name.default('main').meta(about('The branch or tag it runs on.', 'main')),
      token: Name.meta(
        about('May dispatch workflows of that repository; keep it in the environment.', '${GITHUB_TOKEN}'),
      ),
      api: z
        .url()
        .default('https://api.github.com')
        .meta(about('The API, for GitHub Enterprise.', 'https://github.acme.example/api/v3')),
      ...common,
    }),
    z.strictObject({
      type: z.literal('person').meta(about('A person does it and says when it is done.', 'person')),
      ...common,
    }),
  ])
  .readonly();
export type ActionConfig = z.infer<typeof ActionConfig>;

/** How the bot speaks about an incident over time. */
export const UpdatesConfig = z
  .strictObject({
    stakeholders: Name.optional().meta(
      about('The channel that gets every update in short: an id or `#name`.', '#ml-status'),
    ),
    remind: z
      .strictObject({
        sev1: Duration.default('30m').meta(about('For a sev1.', '30m')),
        sev2: Duration.default('2h').meta(about('For a sev2.', '2h')),
        sev3: Duration.default('24h').meta(about('For a sev3.', '24h')),
      })
      .readonly()
      .prefault({})
      .meta(about('How long an incident may be silent before the bot asks for an update.')),
    quiet_hours: z
      .strictObject({
        from: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00')
          .meta(about('From this time of day, UTC.', '22:00')),
        to: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00')
          .meta(about('Until this time of day, UTC.', '07:00')),
      })
      .readonly()
      .optional()
      .meta(about('When nobody is reminded of anything but a sev1.')),
  })
  .readonly()
  .prefault({})
  .meta(about('Updates, reminders and who else is told.'));
export type UpdatesConfig = z.infer<typeof UpdatesConfig>;
