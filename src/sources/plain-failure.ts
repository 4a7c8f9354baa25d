const damaged =
  /No magic bytes found|too small to be a Parquet file|Footer length|Failed to read Parquet|Corrupt|TProtocolException|Invalid Parquet|Snappy|don't know what type/i;

/** The last is what a reader of Parquet says about bytes that were written over; it names neither file nor format. */
const ofParquet = /parquet|TProtocolException|don't know what type/i;

/** Columns and types of a CSV are guessed from its first lines; this is said where that failed. */
const ofCsv = /Error when sniffing file/i;

/**
 * What DuckDB says about a failure, fit to be said in Slack: files by their name, never by their path on this machine, and
 * a damaged Parquet or CSV file called that before the details.
 */
export function plainFailure(message: string): string {
  const said = message.replaceAll(quotedPath, '$1$2$1').replaceAll(barePath, '$1');
  if (ofParquet.test(said) && damaged.test(said)) return `corrupt Parquet (${said})`;
  return ofCsv.test(said)
    ? `not a CSV that can be read: lines with other columns, or bytes that are no text (${said})`
    : said;
}

const quotedPath = /(['"])\/(?:[^'"]*\/)?([^'"/]+)\1/g;
const barePath = /(?<![\w'":/])\/(?:[^\s'"/]+\/)+([^\s'"/]+)/g;
