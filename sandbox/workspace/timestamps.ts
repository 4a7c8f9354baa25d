/** Makes Slack timestamps: seconds and six digits of wall time, never the same twice, never going back. */
export function timestamps(): () => string {
  let lastMicros = 0;
  return () => {
    lastMicros = Math.max(lastMicros + 1, Date.now() * 1000);
    return formatMicros(lastMicros);
  };
}

function formatMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
