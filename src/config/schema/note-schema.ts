import { z } from 'zod';
import { Name, about } from '../words.ts';

/** Where a published note is told, and in which forms. */
export const NoteConfig = z
  .strictObject({
    channel: Name.optional().meta(
      about('The channel that hears of every published note in short: an id or `#name`.', '#postmortems'),
    ),
    canvas: z
      .boolean()
      .default(true)
      .meta(
        about(
          'Whether a published note also becomes a canvas of the incident’s channel, where Slack allows it. The files are there anyway.',
          true,
        ),
      ),
  })
  .readonly()
  .prefault({})
  .meta(about('What becomes of a published note.'));
