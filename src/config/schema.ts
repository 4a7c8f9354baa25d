import { z } from 'zod';
import { BenignConfig } from './schema/benign-schema.ts';
import { ActionConfig, UpdatesConfig } from './schema/actions-schema.ts';
import { IntakeConfig } from './schema/intake-schema.ts';
import { ModelConfig } from './schema/model-schema.ts';
import { Monitors } from './schema/monitors-schema.ts';
import { NoteConfig } from './schema/note-schema.ts';
import { RetentionConfig } from './schema/retention-schema.ts';
import { SlackConfig } from './schema/slack-schema.ts';
import { SourceConfig } from './schema/source-schema.ts';
import { Name, about } from './words.ts';

export { IntakeSourceConfig } from './schema/intake-schema.ts';
export { ModelConfig, PipelineConfig } from './schema/model-schema.ts';
export { MonitorConfig } from './schema/monitors-schema.ts';
export { ChannelRule } from './schema/slack-schema.ts';
export { SourceConfig } from './schema/source-schema.ts';

/** fishbone.yml. Every key is described where it is declared; editors and `docs/configuration.md` show the same words. */
export const FishboneConfig = z
  .strictObject({
    version: z.literal(1).meta(about('The version of this format.', 1)),
    sources: z.record(Name, SourceConfig).meta(about('Where the tables are, by a name of your choice.')),
    models: z
      .record(Name, ModelConfig)
      .meta(about('The scored systems to watch, by the name that alerts use for them.')),
    monitors: Monitors,
    slack: SlackConfig,
    intake: IntakeConfig,
    actions: z
      .record(Name, ActionConfig)
      .default({})
      .meta(
        about('What the bot can do about an incident once a person approved it, by a name of your choice.'),
      ),
    updates: UpdatesConfig,
    note: NoteConfig,
    benign: BenignConfig,
    storage: z
      .strictObject({
        path: Name.default('fishbone.db').meta(
          about(
            'The file that holds incidents, inbox and outbox. Relative to the folder of fishbone.yml.',
            'fishbone.db',
          ),
        ),
        retention: RetentionConfig,
      })
      .readonly()
      .prefault({})
      .meta(about('What the bot remembers.')),
  })
  .readonly();
export type FishboneConfig = z.infer<typeof FishboneConfig>;
