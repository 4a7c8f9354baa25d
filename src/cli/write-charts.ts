import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pngOf, svgOf } from '../charts/draw.ts';
import { everyChart } from '../charts/choose-chart.ts';
import type { Charted } from '../charts/choose-chart.ts';
import { CliError } from './cli-error.ts';

/** A picture on disk: its file beside the others, and the words for those who do not see it. */
export type WrittenChart = { readonly file: string; readonly title: string; readonly alt: string };

/** Draws every chart there is into a folder, each as SVG and as PNG. What is there under the same names is replaced. */
export async function writeCharts(folder: string, charted: Charted): Promise<readonly WrittenChart[]> {
  const written: WrittenChart[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const drawing of everyChart(charted)) {
      const svg = await svgOf(drawing);
      const file = `${drawing.kind}.png`;
      await writeFile(join(folder, `${drawing.kind}.svg`), svg);
      await writeFile(join(folder, file), await pngOf(svg));
      written.push({ file, title: drawing.title, alt: drawing.alt });
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new CliError({
      code: 'not-written',
      message: `The charts could not be written to ${folder}: ${error.message}`,
      hint: 'Name a folder that can be written: --charts <folder>.',
    });
  }
  return written;
}
