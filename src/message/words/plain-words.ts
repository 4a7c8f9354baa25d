import { duration, percent } from './numbers.ts';

/**
 * A stored sentence as a person reads it: `319323 minutes` is 221 days, `1 minutes` is one minute, and a segment does not
 * carry more than the whole change. The log keeps sentences as they were found, so this is done when they are shown.
 */
export function plainWords(sentence: string): string {
  return sentence
    .replaceAll(/\b(\d+) minutes\b/g, (_, minutes: string) => minutesInWords(Number(minutes)))
    .replaceAll(/\b(\d+) % of the change\b/g, (words, share: string) =>
      Number(share) >= wholePercent ? 'all of the change' : words,
    );
}

/** The others moved a little against it: said as a share, that would be more than there is. */
const wholePercent = 99.5;

export function shareOfChangeWords(share: number): string {
  return share * 100 >= wholePercent ? 'all' : percent(share);
}

function minutesInWords(minutes: number): string {
  if (minutes === 1) return '1 minute';
  return minutes < 120 ? `${minutes} minutes` : duration(minutes * 60);
}
