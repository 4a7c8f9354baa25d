const bars = '▁▂▃▄▅▆▇█';

/** Values in time as a row of bars, lowest to highest; a run without a value leaves a gap. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return values
    .map((value) => {
      if (value === null) return '·';
      const height = high === low ? 0 : Math.round(((value - low) / (high - low)) * (bars.length - 1));
      return bars[height] ?? '';
    })
    .join('');
}
