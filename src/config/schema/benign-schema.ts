import { z } from 'zod';
import { Duration, about } from '../words.ts';

/** What becomes of an alert that was judged benign. */
export const BenignConfig = z
  .strictObject({
    remember: Duration.default('14d').meta(
      about(
        'How long a benign verdict keeps the same alert quiet, unless it grows, does harm or is explained otherwise.',
        '14d',
      ),
    ),
  })
  .readonly()
  .prefault({})
  .meta(about('Alerts that were judged benign.'));
