import type { Alert } from '../alert/alert.ts';
import type { Severity } from './facts/events.ts';

/** The first proposal, from what the monitor said; a person may set another at any time. */
export function severityOf(alert: Alert | null): { readonly severity: Severity; readonly reason: string } {
  if (alert === null || alert.source === 'person')
    return { severity: 'sev3', reason: 'opened by a person; no monitor said how bad it is' };
  switch (alert.severity) {
    case 'critical':
      return { severity: 'sev1', reason: 'the monitor says critical' };
    case 'warning':
      return { severity: 'sev2', reason: 'the monitor says warning' };
    case 'info':
      return { severity: 'sev3', reason: 'the monitor says info' };
  }
}
