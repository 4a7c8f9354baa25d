import { drawBlock, stack } from './draw-blocks.ts';
import type { Drawing, Place } from './draw-blocks.ts';
import { box, colours, lineOf, rule } from './svg.ts';
import { wrap } from './lay-text.ts';

export type Said = {
  readonly who: string;
  readonly isBot: boolean;
  readonly at: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
};

/** `leftOut` counts the replies between the one before and this one that the picture does not show. */
export type Thread = {
  readonly channel: string;
  readonly root: Said;
  readonly replies: readonly (Said & { readonly leftOut: number })[];
  readonly nameOf: (user: string) => string;
};

const width = 800;
const margin = 24;

/** A Slack thread as a self-contained SVG, 800 wide. */
export function drawThread(thread: Thread): string {
  const body = stack({ x: margin, y: 62, width: width - 2 * margin }, 14, [
    (at) => drawSaid(thread.root, at, thread.nameOf),
    (at) => ({ svg: rule(at.x, at.y + 4, at.width), height: 8 }),
    ...thread.replies.flatMap((reply) => [
      ...(reply.leftOut === 0 ? [] : [(at: Place) => leftOut(reply.leftOut, at)]),
      (at: Place) => drawSaid(reply, at, thread.nameOf),
    ]),
  ]);
  const height = Math.ceil(62 + body.height + margin);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="An incident thread in Slack">\n`,
    box(
      { x: 0.5, y: 0.5, width: width - 1, height: height - 1 },
      { fill: '#ffffff', stroke: colours.line, radius: 10 },
    ),
    words(`# ${thread.channel}`, { x: margin, y: 31, size: 17, isBold: true, colour: colours.ink }),
    rule(0.5, 46.5, width - 1),
    body.svg,
    '</svg>\n',
  ].join('');
}

function drawSaid(said: Said, place: Place, nameOf: Thread['nameOf']): Drawing {
  const left = place.x + 48;
  const blocks = said.blocks.length > 0 ? said.blocks : [{ type: 'section', text: { text: said.text } }];
  const content = stack(
    { x: left, y: place.y + 23, width: place.width - 48 },
    8,
    blocks.map((block) => (at: Place) => drawBlock(block, at, nameOf)),
  );
  const name = wrapName(said.who);
  const svg =
    face(said, place) +
    words(said.who, { x: left, y: place.y + 14, size: 15, isBold: true, colour: colours.ink }) +
    (said.isBot ? badge(left + name + 7, place.y + 3) : '') +
    words(said.at, {
      x: left + name + (said.isBot ? 46 : 9),
      y: place.y + 14,
      size: 12,
      isBold: false,
      colour: colours.dim,
    });
  return { svg: svg + content.svg, height: Math.max(36, 23 + content.height) };
}

const wrapName = (who: string): number =>
  wrap([{ text: who, isBold: true, isItalic: false, isCode: false, isLink: false }], {
    width,
    size: 15,
  })[0]?.[0]?.width ?? 0;

/** The bot's face is a fishbone; a person's is an initial. */
function face({ who, isBot }: Said, { x, y }: Place): string {
  if (!isBot) {
    return (
      box({ x, y, width: 36, height: 36 }, { fill: '#4a7ab5', radius: 6 }) +
      `<text x="${x + 18}" y="${y + 24}" font-family="Lato, Arial, sans-serif" font-size="18" font-weight="700" fill="#ffffff" text-anchor="middle">${who.slice(0, 1).toUpperCase()}</text>\n`
    );
  }
  const bones = [13, 18, 23]
    .map((at) => `M${x + at + 3} ${y + 18}l-4 -7M${x + at + 3} ${y + 18}l-4 7`)
    .join('');
  return (
    box({ x, y, width: 36, height: 36 }, { fill: '#24475b', radius: 6 }) +
    `<path d="M${x + 6} ${y + 18}H${x + 28}${bones}M${x + 6} ${y + 12}v12" stroke="#ffffff" stroke-width="1.8" stroke-linecap="round" fill="none"/>` +
    `<path d="M${x + 27} ${y + 13}l6 5l-6 5z" fill="#ffffff"/>\n`
  );
}

function badge(x: number, y: number): string {
  return (
    box({ x, y, width: 30, height: 14 }, { fill: '#e8e8e8', radius: 3 }) +
    words('APP', { x: x + 5, y: y + 10.5, size: 9.5, isBold: true, colour: colours.dim })
  );
}

function leftOut(count: number, { x, y }: Place): Drawing {
  const text = `… ${count} ${count === 1 ? 'reply' : 'replies'} not shown`;
  return {
    svg: words(text, { x: x + 48, y: y + 12, size: 12.5, isBold: false, colour: colours.dim }),
    height: 16,
  };
}

function words(
  text: string,
  look: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly isBold: boolean;
    readonly colour: string;
  },
): string {
  const [line] = wrap([{ text, isBold: look.isBold, isItalic: false, isCode: false, isLink: false }], {
    width,
    size: look.size,
  });
  return lineOf(line ?? [], look);
}
