import { Link } from '@tanstack/react-router';
import { Link2, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useQuery } from 'urql';
import { ExecutionStatus } from '../../execution/execution-status.tsx';
import type { StepView } from '../../execution/execution-view.ts';
import { StepStatus } from '../../execution/step-status.tsx';
import { StepIcon, stepWord } from '../../execution/step-type.tsx';
import { cost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { percent } from '../../format/percent.ts';
import type { DocumentType } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { PayloadView } from './payload-view.tsx';
import { QuarantineNote } from './quarantine-note.tsx';
import { quarantineOf } from './quarantine-of.ts';
import { RoutingDecision } from './routing-decision.tsx';
import { routingOf } from './routing-of.ts';
import { StepDocument } from './step-document.ts';

export type StepPaneTab = 'overview' | 'input' | 'output' | 'prompt' | 'attempts';

interface StepPaneProps {
  executionId: string;
  step: StepView;
  totalMs: number | null;
  onCriticalPath: boolean;
  tab: StepPaneTab;
  nextActions: readonly string[];
  onTab: (tab: StepPaneTab) => void;
  onClose: () => void;
}

/** A call of an agent tells nothing about the run that it made until that has ended, so we look. */
const CALL_LOOK_MS = 2_000;

/** Everything about one step. */
export function StepPane({
  executionId,
  step,
  totalMs,
  onCriticalPath,
  tab,
  nextActions,
  onTab,
  onClose,
}: StepPaneProps) {
  // Read again when the step moves on: its output is complete only when it has ended.
  const [{ data, error }, refetch] = useQuery({
    query: StepDocument,
    variables: { executionId, stepId: step.id },
    requestPolicy: step.durationMs === null ? 'network-only' : 'cache-and-network',
  });
  const detail = data?.step;
  const isCalling = (step.type === 'AGENT_CALL' || step.type === 'SUBFLOW') && step.durationMs === null;
  useEffect(() => {
    if (!isCalling) return undefined;
    const timer = setInterval(() => refetch({ requestPolicy: 'network-only' }), CALL_LOOK_MS);
    return () => clearInterval(timer);
  }, [isCalling, refetch]);
  const options = [
    { value: 'overview', label: step.error === null ? 'Overview' : 'Error' },
    { value: 'input', label: 'Input' },
    { value: 'output', label: 'Output' },
    ...(step.type === 'LLM_INVOCATION' ? ([{ value: 'prompt', label: 'Prompt' }] as const) : []),
    { value: 'attempts', label: 'Attempts', count: step.earlier.length + 1 },
  ] as const;
  const shown = options.some(({ value }) => value === tab) ? tab : 'overview';
  const routing = routingOf(detail?.details ?? step.details);
  const quarantine = quarantineOf(detail?.details ?? step.details);
  return (
    <aside
      aria-label={`Step ${step.name}`}
      className="flex min-h-0 min-w-0 flex-col border-l border-line max-lg:border-t max-lg:border-l-0"
    >
      <div className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4">
        <StepIcon type={step.type} />
        <h2 className="truncate font-semibold">{step.name}</h2>
        <StepStatus status={step.status} />
        <span className="flex-1" />
        <IconButton
          label="Copy link to this step"
          icon={<Link2 className="icon" aria-hidden="true" />}
          onClick={() => void navigator.clipboard.writeText(location.href).then(() => toast.success('Link copied'))}
        />
        <IconButton label="Close" icon={<X className="icon" aria-hidden="true" />} onClick={onClose} />
      </div>
      <Tabs label="About the step" value={shown} options={options} onChange={onTab}>
        <div className="min-h-0 flex-1 overflow-auto">
          {error !== undefined && detail === undefined && shown !== 'attempts' ? (
            <ProblemPanel
              title="The step did not load"
              problem={problemOf(error)}
              onRetry={() => refetch({ requestPolicy: 'network-only' })}
            />
          ) : null}
          {shown === 'overview' ? (
            <>
              {step.error === null ? null : (
                <section className="px-4 py-3">
                  <code className="font-mono text-12 font-medium text-error">{step.error.code}</code>
                  <p className="mt-1">{step.error.message}</p>
                  {step.error.hint === null ? null : <p className="mt-1 text-ink-2">{step.error.hint}</p>}
                </section>
              )}
              <dl className="grid grid-cols-[116px_minmax(0,1fr)] px-4 py-2">
                <Row name="Time">
                  <span className="font-medium">{duration(step.durationMs)}</span>
                  {totalMs !== null && totalMs > 0 && step.durationMs !== null ? (
                    <span className="text-ink-3">
                      {percent(Math.min(1, step.durationMs / totalMs))} of {duration(totalMs)}
                      {onCriticalPath ? ', on the critical path' : ''}
                    </span>
                  ) : null}
                </Row>
                <Row name="Type">{stepWord(step.type)}</Row>
                {step.modelName === null ? null : (
                  <Row name="Model">
                    <code className="truncate font-mono text-12">{step.modelName}</code>
                  </Row>
                )}
                {step.tokens === null ? null : (
                  <Row name="Tokens">
                    <span className="font-medium">{count(step.tokens)}</span>
                    <span className="text-ink-3">
                      {[
                        detail?.promptTokens ? `${count(detail.promptTokens)} in` : null,
                        detail?.completionTokens ? `${count(detail.completionTokens)} out` : null,
                        detail?.cachedTokens ? `${count(detail.cachedTokens)} cached` : null,
                      ]
                        .filter(Boolean)
                        .join(', ')}
                    </span>
                  </Row>
                )}
                {step.cost === null && !step.unpriced ? null : <Row name="Cost">{cost(step.cost, step.unpriced)}</Row>}
                {detail?.childExecution ? <CalledRun run={detail.childExecution} /> : null}
                <Row name="Key">
                  <code className="font-mono text-12 [overflow-wrap:anywhere]">{step.key}</code>
                </Row>
                {detail?.spanId ? (
                  <Row name="Span">
                    <code className="font-mono text-12">{detail.spanId}</code>
                  </Row>
                ) : null}
              </dl>
              {nextActions.length === 0 ? null : (
                <section className="border-t border-line px-4 py-3">
                  <h3 className="font-semibold">Next</h3>
                  <ol className="mt-1">
                    {nextActions.map((action, index) => (
                      <li key={action} className="flex gap-2.5 border-t border-line py-2 first:border-t-0">
                        <span className="text-ink-3 tabular-nums">{index + 1}</span>
                        {action}
                      </li>
                    ))}
                  </ol>
                </section>
              )}
              {quarantine === null ? null : <QuarantineNote quarantine={quarantine} />}
              {routing === null ? null : <RoutingDecision candidates={routing} />}
              {hasDetails(step.details ?? detail?.details) ? (
                <section className="border-t border-line px-4 py-3">
                  <h3 className="font-semibold">Details</h3>
                  <CodeView text={JSON.stringify(detail?.details ?? step.details)} className="mt-2" />
                </section>
              ) : null}
            </>
          ) : null}
          {shown === 'input' && detail ? (
            <PayloadView title="Input" payload={detail.input} missing="The step recorded no input." />
          ) : null}
          {shown === 'output' && detail ? (
            <PayloadView
              title="Output"
              payload={detail.output}
              missing={step.durationMs === null ? 'The step has not ended yet.' : 'The step recorded no output.'}
            />
          ) : null}
          {shown === 'prompt' && detail ? (
            <PayloadView title="Prompt" payload={detail.prompt} missing="What the model was sent is not recorded." />
          ) : null}
          {shown === 'attempts' ? <Attempts step={step} /> : null}
        </div>
      </Tabs>
    </aside>
  );
}

function hasDetails(details: unknown): boolean {
  return typeof details === 'object' && details !== null && Object.keys(details).length > 0;
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="flex min-h-7 items-center text-ink-3">{name}</dt>
      <dd className="flex min-h-7 min-w-0 flex-wrap items-center gap-1.5">{children}</dd>
    </>
  );
}

type ChildRun = NonNullable<NonNullable<DocumentType<typeof StepDocument>['step']>['childExecution']>;

/** The run that a call of an agent made: the chain goes on there. */
function CalledRun({ run }: { run: ChildRun }) {
  return (
    <Row name="Run">
      <Link
        to="/runs/$executionId"
        params={{ executionId: run.id }}
        className="min-w-0 truncate text-link hover:underline"
      >
        {run.agent?.name ?? run.id}
      </Link>
      <ExecutionStatus status={run.status} />
      {run.spent > 0 ? <span className="text-ink-3">{cost(run.spent)}</span> : null}
    </Row>
  );
}

function Attempts({ step }: { step: StepView }) {
  return (
    <ol aria-label="Attempts" className="px-4 py-2 tabular-nums">
      {step.earlier.map((attempt, index) => (
        <li key={attempt.startedAt} className="flex min-h-7 items-center gap-3">
          <span className="text-ink-3">{index + 1}</span>
          <StatusMark shape="cancelled" className="text-error" />
          <span className="min-w-0 flex-1 truncate" title={attempt.message ?? undefined}>
            {attempt.message ?? 'Did not finish'}
          </span>
          <span>{duration(attempt.durationMs)}</span>
        </li>
      ))}
      <li className="flex min-h-7 items-center gap-3">
        <span className="text-ink-3">{step.earlier.length + 1}</span>
        <StepStatus status={step.status} />
        <span className="min-w-0 flex-1 truncate">{step.error?.message}</span>
        <span>{duration(step.durationMs)}</span>
      </li>
    </ol>
  );
}
