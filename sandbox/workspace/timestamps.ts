/** Makes Slack timestamps from `startedAt` on: seconds and six digits, never the same twice, never going back. */
export function timestamps(startedAt: Date): () => string {
  const ahead = startedAt.getTime() - Date.now();
  let lastMicros = 0;
  return () => {
    lastMicros = Math.max(lastMicros + 1, (Date.now() + ahead) * 1000);
    return formatMicros(lastMicros);
  };
}

function formatMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
