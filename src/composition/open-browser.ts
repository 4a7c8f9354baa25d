import { spawn } from 'node:child_process';

type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Whether a person looks at what is printed. */
  readonly isTerminal: boolean;
};

/**
 * What opens a page on this machine; null where nobody would see it: no terminal, CI, a Linux without a display, or
 * `BROWSER=none`.
 */
export function browserCommand({
  environment,
  platform,
  isTerminal,
}: Surroundings): readonly string[] | null {
  const said = environment['BROWSER'] ?? '';
  if (!isTerminal || said === 'none' || (environment['CI'] ?? '') !== '') return null;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const hasDisplay = (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== '';
  return hasDisplay ? [said === '' ? 'xdg-open' : said] : null;
}

/** Opens the page where there is a browser. That there is none is no reason to stop. */
export function openBrowser(url: string): void {
  const command = browserCommand({
    environment: process.env,
    platform: process.platform,
    isTerminal: process.stdout.isTTY,
  });
  const [program, ...words] = command ?? [];
  if (program === undefined) return;
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
