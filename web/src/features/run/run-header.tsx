import { Link, useNavigate } from '@tanstack/react-router';
import { CornerLeftUp, History, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import { useClient } from 'urql';
import { ExecutionStatus, hasEnded } from '../../execution/execution-status.tsx';
import type { ExecutionRecord } from '../../execution/execution-record.ts';
import type { ExecutionView } from '../../execution/execution-view.ts';
import { promptOf } from '../../execution/prompt-of.ts';
import { runAgent } from '../../execution/run-agent.ts';
import { useCancel } from '../../execution/use-cancel.ts';
import { cost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { instant } from '../../format/instant.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { buttonClasses, Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { toast } from '../../ui/toast.tsx';
import { RetryDialog } from './retry-dialog.tsx';

const ORIGINS = {
  MANUAL: 'test',
  API: 'API',
  CHAT: 'chat',
  MCP: 'MCP',
  WEBHOOK: 'webhook',
  AGENT: 'another agent',
  TEST: 'comparison',
} as const;

/** Name, status, what was asked, figures, actions: the same order as in every header. */
export function RunHeader({
  record,
  view,
  now,
  step,
}: {
  record: ExecutionRecord;
  view: ExecutionView;
  now: number;
  /** Step that is chosen. */
  step: string | null;
}) {
  const client = useClient();
  const navigate = useNavigate();
  const { stop, stopping } = useCancel(record.id);
  const [starting, setStarting] = useState(false);
  const [retrying, setRetrying] = useState(false);
  const mayRetry = record.viewerActions.find(({ name }) => name === 'retryExecution');
  const ended = hasEnded(view.status);
  const done = [...view.steps.values()].filter(({ durationMs }) => durationMs !== null).length;
  const called = [...view.steps.values()].reduce(
    (sum, one) => sum + (one.type === 'AGENT_CALL' || one.type === 'SUBFLOW' ? (one.cost ?? 0) : 0),
    0,
  );
  const elapsed = view.totalDurationMs ?? (view.startedAt === null ? null : Math.max(0, now - view.startedAt));

  const again = async (): Promise<void> => {
    if (!record.agent) return;
    setStarting(true);
    const version = record.version
      ? { id: record.version.id }
      : record.draftRevision
        ? { draftRevision: record.draftRevision }
        : undefined;
    const started = await runAgent(client, {
      agentId: record.agent.id,
      version,
      input: record.input,
      idempotencyKey: idempotencyKey(),
    });
    setStarting(false);
    if ('problem' in started) toast.error('The run could not start', { description: started.problem });
    else await navigate({ to: '/runs/$executionId', params: { executionId: started.executionId } });
  };

  const facts: Fact[] = [
    { name: ended ? 'Duration' : 'Elapsed', value: duration(elapsed) },
    { name: 'Cost', value: cost(view.spent, view.unpriced) },
    ...(called > 0 ? [{ name: 'Of it, called agents', value: cost(called) }] : []),
    { name: 'Tokens', value: view.totalTokens === 0 ? '—' : count(view.totalTokens) },
    { name: 'Steps', value: `${done} of ${Math.max(view.steps.size, record.chain.steps.totalCount)}` },
    {
      name: 'Started by',
      value: [record.startedBy?.name, ORIGINS[record.origin], instant(record.createdAt, now)]
        .filter(Boolean)
        .join(', '),
    },
    {
      name: 'Version',
      value: record.version
        ? `v${record.version.number}`
        : record.draftRevision
          ? `Draft r${record.draftRevision}`
          : '—',
    },
    ...(record.redriveOf
      ? [
          {
            name: 'Repeats',
            value: (
              <Link to="/runs/$executionId" params={{ executionId: record.redriveOf.id }} className="text-link">
                {instant(record.redriveOf.createdAt, now)}
              </Link>
            ),
          },
        ]
      : []),
    { name: 'Executor', value: 'Local', wideOnly: true },
    ...(record.budget ? [{ name: 'Budget', value: cost(record.budget), wideOnly: true }] : []),
    {
      name: 'Trace',
      wideOnly: true,
      value: (
        <>
          <code className="font-mono text-12 font-normal">{`${record.traceId.slice(0, 12)}…${record.traceId.slice(-4)}`}</code>
          <CopyButton text={record.traceId} label="Copy trace id" />
        </>
      ),
    },
  ];
  return (
    <header className="shrink-0 border-b border-line px-4 pt-4 pb-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="min-w-0 text-20 font-semibold md:whitespace-nowrap">{record.agent?.name ?? 'Deleted agent'}</h2>
        <span aria-live="polite">
          <ExecutionStatus status={view.status} />
        </span>
        <span className="min-w-0 flex-1 truncate text-ink-2 max-md:basis-full">“{promptOf(record.input)}”</span>
        {record.parent ? (
          <Link
            to="/runs/$executionId"
            params={{ executionId: record.parent.id }}
            className={buttonClasses({ variant: 'secondary' })}
          >
            <CornerLeftUp className="icon-s" aria-hidden="true" />
            Called by {record.parent.agent?.name ?? 'a deleted agent'}
          </Link>
        ) : null}
        {record.conversation ? (
          <Link
            to="/chat"
            search={{ conversation: record.conversation.id }}
            className={buttonClasses({ variant: 'secondary' })}
          >
            Open conversation
          </Link>
        ) : null}
        {record.agent ? (
          <Link
            to="/agents/$agentId"
            params={{ agentId: record.agent.id }}
            className={buttonClasses({ variant: 'secondary' })}
          >
            Open agent
          </Link>
        ) : null}
        {record.redriveOf ? (
          <Link
            to="/runs/$executionId/compare/$otherId"
            params={{ executionId: record.redriveOf.id, otherId: record.id }}
            className={buttonClasses({ variant: 'secondary' })}
          >
            Compare
          </Link>
        ) : null}
        {ended ? (
          <Button
            disabledReason={mayRetry?.allowed === false ? mayRetry.reason : null}
            onClick={() => setRetrying(true)}
          >
            <History className="icon-s" aria-hidden="true" />
            Retry…
          </Button>
        ) : null}
        {ended ? (
          <Button
            busy={starting}
            disabledReason={record.agent ? null : 'The agent of this run was deleted.'}
            onClick={() => void again()}
          >
            <RotateCw className="icon-s" aria-hidden="true" />
            Run again
          </Button>
        ) : (
          <Button busy={stopping} onClick={() => void stop()}>
            <Square className="icon-s" aria-hidden="true" />
            Stop
          </Button>
        )}
      </div>
      <Facts facts={facts} />
      {retrying ? <RetryDialog record={record} view={view} from={step} onClose={() => setRetrying(false)} /> : null}
    </header>
  );
}
