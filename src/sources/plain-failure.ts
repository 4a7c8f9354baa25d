const damaged =
  /No magic bytes found|too small to be a Parquet file|Footer length|Failed to read Parquet|Corrupt|TProtocolException|Invalid Parquet|Snappy|don't know what type/i;

/**
 * What DuckDB says about a failure, fit to be said in Slack: files by their name, never by their path on this machine, and
 * a damaged Parquet file called that before the details.
 */
export function plainFailure(message: string): string {
  const said = message.replaceAll(quotedPath, '$1$2$1').replaceAll(barePath, '$1');
  return /parquet|TProtocolException/i.test(said) && damaged.test(said) ? `corrupt Parquet (${said})` : said;
}

const quotedPath = /(['"])\/(?:[^'"]*\/)?([^'"/]+)\1/g;
const barePath = /(?<![\w'":/])\/(?:[^\s'"/]+\/)+([^\s'"/]+)/g;
