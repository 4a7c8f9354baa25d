import { z } from 'zod';

/**
 * A moment with its zone, as RFC 3339 writes it. Empty text and the year 1, which Go programs send for "not set", are
 * null. A time without a zone is refused: nobody could say which moment it is.
 */
export const Moment = z
  .union([
    z.literal(''),
    z.iso.datetime({ offset: true, error: 'expected a time with its zone, such as 2026-03-09T14:05:00Z' }),
  ])
  .nullish()
  .transform((text) => realMoment(text ? new Date(text) : null));

/** Milliseconds or seconds since 1970, as a number or as text, or a moment as above. */
export const EpochOrMoment = z
  .union([z.number(), z.string()], {
    error: 'expected a time: seconds or milliseconds since 1970, or 2026-03-09T14:05:00Z',
  })
  .nullish()
  .transform((said, context) => {
    if (said === null || said === undefined || said === '') return null;
    const number = typeof said === 'number' ? said : /^\d{9,14}$/.test(said) ? Number(said) : null;
    if (number !== null) return realMoment(new Date(number < 1e11 ? number * 1000 : number));
    const read = Moment.safeParse(said);
    if (read.success) return read.data;
    context.addIssue({
      code: 'custom',
      message: 'expected a time: seconds or milliseconds since 1970, or 2026-03-09T14:05:00Z',
    });
    return z.NEVER;
  });

function realMoment(at: Date | null): Date | null {
  if (at === null || Number.isNaN(at.getTime())) return null;
  return at.getUTCFullYear() < 1971 ? null : at;
}
