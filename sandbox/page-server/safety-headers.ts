/** With everything the page is given: types are not guessed, and no other site learns of it or takes it in. */
export const safety = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;
