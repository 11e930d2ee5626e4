import { Link } from '@tanstack/react-router';
import type { ExecutionRecord } from '../../execution/execution-record.ts';
import type { ExecutionView } from '../../execution/execution-view.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

/** Why the run failed, before anything else: cause, then what it means, then the way on. */
export function CauseBanner({ record, view }: { record: ExecutionRecord; view: ExecutionView }) {
  const error = view.error ?? record.error;
  const cause = record.diagnosis?.cause ?? error?.message ?? 'The run did not say why.';
  return (
    <section
      aria-label="Cause"
      className="flex shrink-0 flex-wrap items-start gap-2.5 border-b border-error-edge bg-error-soft px-4 py-3"
    >
      <StatusMark shape="failed" className="mt-0.5 text-error" />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-semibold">{cause}</p>
        <p className="text-ink-2">
          {error ? <code className="mr-2 font-mono text-12">{error.code}</code> : null}
          {error?.hint ?? record.diagnosis?.nextActions[0]}
        </p>
      </div>
      {record.agent ? (
        <Link
          to="/agents/$agentId"
          params={{ agentId: record.agent.id }}
          className={buttonClasses({ variant: 'primary' })}
        >
          Fix in editor
        </Link>
      ) : null}
    </section>
  );
}
