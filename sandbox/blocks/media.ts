import { blockId, plainText, slackFile } from './composition.ts';
import { object, optional, string, url } from './shapes.ts';

const id = { block_id: optional(blockId) };

/** An `image` block: a URL, or a file already in Slack. */
export const imageBlock = object(
  {
    ...id,
    image_url: optional(url()),
    slack_file: optional(slackFile),
    alt_text: string(2000),
    title: optional(plainText(2000)),
  },
  (it, say) => {
    if (it['image_url'] === undefined && it['slack_file'] === undefined)
      say('missing required field: image_url');
  },
);

/** A `video` block. */
export const video = object({
  ...id,
  video_url: url(),
  thumbnail_url: url(),
  alt_text: string(2000),
  title: plainText(199),
  title_url: optional(url()),
  author_name: optional(string(49)),
  provider_name: optional(string(100)),
  provider_icon_url: optional(url()),
  description: optional(plainText(199)),
});
