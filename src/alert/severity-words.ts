import type { Alert } from './alert.ts';

/** The sender's word for how bad it is, in ours; null when it is missing or not understood. */
export function readSeverity(word: string | null | undefined): Alert['severity'] | null {
  const plain = (word ?? '').trim().toLowerCase();
  if (/^(?:critical|crit|fatal|emergency|page|error|high|major|p1|p2|sev-?[012]|severe)$/.test(plain))
    return 'critical';
  if (/^(?:warning|warn|medium|moderate|minor|p3|sev-?3)$/.test(plain)) return 'warning';
  if (/^(?:info|information|informational|low|notice|none|ok|success|debug|p4|p5|sev-?[45])$/.test(plain))
    return 'info';
  return null;
}
