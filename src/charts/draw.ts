import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Drawing } from './drawing.ts';
import { fontFamily } from './look.ts';
import { textWidth } from './letter-widths.ts';
import { oneLine } from './words.ts';

/** Pixels for each unit of length: sharp on a phone's screen, and small enough to load on the road. */
const zoom = 2.5;

/**
 * The edge of this room: a drawing as SVG. The library is read at the first picture, so that a start does not wait for it. The same
 * drawing gives the same SVG.
 */
export async function svgOf(drawing: Drawing): Promise<string> {
  const { init } = await loadLibrary();
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: drawing.width,
    height: drawing.height,
  });
  try {
    chart.setOption(drawing.option);
    return withWords(withOwnNames(chart.renderToSVGString(), drawing), drawing);
  } finally {
    chart.dispose();
  }
}

/** The same picture in pixels. It needs no font of the machine; those are asked only for letters that ours lacks. */
export async function pngOf(svg: string): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: {
      loadSystemFonts: hasOtherLetters(svg),
      fontFiles: [...fontFiles()],
      defaultFontFamily: fontFamily,
      sansSerifFamily: fontFamily,
    },
  });
  return image.asPng();
}

async function loadLibrary() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  core.use([
    charts.LineChart,
    components.GridComponent,
    components.GraphicComponent,
    components.MarkLineComponent,
    renderers.SVGRenderer,
  ]);
  core.setPlatformAPI({
    measureText: (text, font = '') => ({
      width: textWidth(text, Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 14), font.includes('bold')),
    }),
  });
  return core;
}

/** The library counts on from chart to chart in the names of their parts; the same picture has the same names. */
function withOwnNames(svg: string, { kind }: Drawing): string {
  const names = new Map<string, string>();
  return svg.replaceAll(/\bzr\d+-c(?:ls-)?\d+\b/g, (name) => {
    const own = names.get(name) ?? `${kind}-${names.size}`;
    names.set(name, own);
    return own;
  });
}

/** Who cannot see it hears it: the words stand in the picture itself. */
function withWords(svg: string, { title, alt }: Drawing): string {
  const opened = svg.indexOf('>') + 1;
  const words = `<title>${escaped(oneLine(title))}</title><desc>${escaped(alt)}</desc>`;
  return `${svg.slice(0, opened - 1)} role="img">${words}${svg.slice(opened)}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function fontFiles(): readonly string[] {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
    'ttf',
  );
  return ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'].map((file) => join(folder, file));
}

/** What DejaVu Sans has no letters for: the scripts of East and South Asia, most of Africa's, and pictures. */
const otherLetters =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Ethiopic}\p{sc=Khmer}\p{sc=Myanmar}\p{Extended_Pictographic}]/u;
const hasOtherLetters = (svg: string): boolean => otherLetters.test(svg);
