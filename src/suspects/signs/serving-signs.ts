import { anywhere, no, onSubject, UNKNOWN, yes } from './sign.ts';
import type { Sign } from './sign.ts';
import { conclusive } from '../view.ts';

const SATURATED = 0.8;
const TIMED_OUT = /time.?out|deadline|504|408/i;

/** Signs about how requests are served: stages, hosts, errors. */
export const servingSigns = {
  stageSlow: {
    check: 'latency-by-stage',
    background: 0.06,
    family: 'latency',
    read: (view, culprit) =>
      culprit?.kind === 'stage'
        ? onSubject('latency-by-stage', 'stage')(view, culprit)
        : anywhere('latency-by-stage')(view, culprit),
  },
  saturated: {
    check: 'utilization',
    background: 0.04,
    family: 'resources',
    read: anywhere('utilization', (findings) =>
      findings.some(
        (finding) => finding.detail?.['resource'] !== 'queue' && (finding.after ?? 0) >= SATURATED,
      ),
    ),
  },
  timeouts: {
    check: 'errors',
    background: 0.05,
    family: 'errors',
    read: anywhere('errors', (findings) =>
      findings.some(({ subject }) => subject.kind === 'metric' && TIMED_OUT.test(subject.name)),
    ),
  },
  otherErrors: {
    check: 'errors',
    background: 0.05,
    family: 'errors',
    read: anywhere('errors', (findings) =>
      findings.some(({ subject }) => subject.kind === 'metric' && !TIMED_OUT.test(subject.name)),
    ),
  },
  defaultScores: { check: 'fallback', background: 0.04, family: 'fallback', read: anywhere('fallback') },
  restarts: {
    check: 'restarts',
    background: 0.02,
    family: 'restarts',
    read: (view, culprit) =>
      culprit?.kind === 'host'
        ? onSubject('restarts', 'host')(view, culprit)
        : anywhere('restarts')(view, culprit),
  },
  someHosts: { check: 'fallback', background: 0.1, family: 'hosts', read: someHosts },
} satisfies Record<string, Sign>;

/** Only some of the hosts are affected, by default scores or by latency. */
function someHosts(view: Parameters<Sign['read']>[0]): ReturnType<Sign['read']> {
  for (const check of ['fallback', 'latency-by-stage', 'errors']) {
    const evidence = view.check(check);
    if (!conclusive(evidence) || evidence.verdict.answer !== 'shifted') continue;
    const hosts = evidence.verdict.findings.filter((finding) => finding.subject.kind === 'host');
    const hit = hosts.filter((finding) => finding.shifted);
    if (hosts.length < 2 || hit.length === 0) continue;
    return hit.length < hosts.length
      ? yes(evidence.id, `only on ${hit.map((finding) => finding.subject.name).join(', ')}`)
      : no(evidence.id, 'on all hosts alike');
  }
  return UNKNOWN;
}
