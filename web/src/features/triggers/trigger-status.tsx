import { Status } from '../../ui/status.tsx';
import type { TriggerFacts } from './trigger-document.ts';

/** Off, or how it has gone lately. */
export function TriggerStatus({ trigger }: { trigger: Pick<TriggerFacts, 'enabled' | 'status'> }) {
  if (trigger.status === 'DOWN')
    return (
      <Status shape="failed" tone="error">
        Stopped by failures
      </Status>
    );
  if (!trigger.enabled)
    return (
      <Status shape="skipped" tone="quiet">
        Off
      </Status>
    );
  if (trigger.status === 'DEGRADED')
    return (
      <Status shape="warning" tone="warning">
        Failing
      </Status>
    );
  if (trigger.status === 'UNKNOWN')
    return (
      <Status shape="queued" tone="quiet">
        Waiting for the first event
      </Status>
    );
  return (
    <Status shape="succeeded" tone="success" quietWord>
      On
    </Status>
  );
}
