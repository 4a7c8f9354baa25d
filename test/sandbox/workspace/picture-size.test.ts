import { expect, test } from 'vitest';
import { pictureSize } from '../../../sandbox/workspace/picture-size.ts';

/** Thirty by twenty pixels, drawn on a canvas of Chromium 146 and encoded by it. */
const pictures: readonly (readonly [string, string])[] = [
  [
    'PNG',
    'iVBORw0KGgoAAAANSUhEUgAAAB4AAAAUCAYAAACaq43EAAAAQElEQVR4AezSsQ0AMAgDwYiVslOmzU7QuzduHomCxkgn132/E1snNDxeg4caapsA5bLRajDUKmK7obbRanCMegAAAP//pxwsmAAAAAZJREFUAwDRQUfhMedZSQAAAABJRU5ErkJggg==',
  ],
  [
    'JPEG',
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAUAB4DASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCABcTwAAAAAH//2Q==',
  ],
  [
    'lossy WebP',
    'UklGRkQAAABXRUJQVlA4IDgAAAAwAwCdASoeABQAPtFiqk+oJaOiKAgBABoJZQDM/oAAQFBQAP7hw3/ma2NnogfrvFpQBd5PwAAAAA==',
  ],
  ['lossless WebP', 'UklGRh4AAABXRUJQVlA4TBEAAAAvHcAEAAdQs86Uuf+BiOh/AAA='],
  [
    'extended WebP',
    'UklGRnwAAABXRUJQVlA4WAoAAAAQAAAAHQAAEwAAQUxQSBYAAAABDzD/ERGCINtmZlOb+QUOENH/oPkFVlA4IEAAAADwAgCdASoeABQAPtFUo0uoJKMhsAgBABoJYwAAe3TA4AD+7zh//e37ewtV9Ivnx1TeZuoSa+CyijKNKEhKMAAA',
  ],
];

test.each(pictures)('a %s says how large it is', (_kind, bytes) => {
  expect(pictureSize(Buffer.from(bytes, 'base64'))).toEqual({ width: 30, height: 20 });
});

test('the smallest GIF there is, is one pixel', () => {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  expect(pictureSize(gif)).toEqual({ width: 1, height: 1 });
});

test('a text, nothing, and every picture that was cut short say nothing, and end', () => {
  expect(pictureSize(Buffer.from('country,n\nBR,31'))).toBeUndefined();
  for (const [, bytes] of pictures) {
    const whole = Buffer.from(bytes, 'base64');
    for (let length = 0; length < 24; length += 1) {
      const size = pictureSize(whole.subarray(0, length));
      expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true);
    }
  }
  expect(pictureSize(Buffer.from('ffd8ffe00000ffff00000000000000000000', 'hex'))).toBeUndefined();
});
