/**
 * How the pictures look. A card brings its own ground and frame, so that it reads the same in a light and a dark Slack. Lengths are those
 * of a picture shown 400 wide, a little more than a phone is: the smallest letters stay above 12 there.
 */
export const cardWidth = 400;
export const margin = 16;
export const plotWidth = cardWidth - 2 * margin;

export const letters = { small: 13.5, normal: 14, title: 16 } as const;
export const lineHeight = 19;
/** The family that the bundled font files carry. */
export const fontFamily = 'DejaVu Sans';

/** Grey-blue and orange are told apart by everybody, also without colour: one is darker. */
export const colours = {
  ground: '#ffffff',
  frame: '#c9ccd1',
  ink: '#1d1c1d',
  muted: '#5a5d63',
  faint: '#767676',
  grid: '#e6e8eb',
  before: '#4f7396',
  after: '#c4501b',
  beforeBand: '#c9d7e5',
  afterBand: '#f3d3c2',
  alert: '#6b3fa0',
} as const;
