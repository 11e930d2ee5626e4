import { Link } from '@tanstack/react-router';
import { Play, Square } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useClient } from 'urql';
import { AnswerBody } from '../../execution/answer-body.tsx';
import { answerText } from '../../execution/answer.ts';
import { ArtifactList } from '../../execution/artifact-list.tsx';
import { ChainFigures } from '../../execution/chain-figures.tsx';
import { ChainList } from '../../execution/chain-list.tsx';
import { ExecutionStatus, hasEnded } from '../../execution/execution-status.tsx';
import type { CitationRecord } from '../../execution/execution-record.ts';
import { inputFields, readInput } from '../../execution/input-fields.ts';
import { PassageSheet } from '../../execution/passage-sheet.tsx';
import { runAgent } from '../../execution/run-agent.ts';
import { useCancel } from '../../execution/use-cancel.ts';
import { useExecution } from '../../execution/use-execution.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { TryInput } from './try-input.tsx';

interface TryItProps {
  agentId: string;
  inputSchema: unknown;
  revision: number;
  /** Why nothing can be run now. */
  blocked: string | null;
  /** Saves what is on screen; the run uses exactly that revision. */
  flush: () => Promise<number | null>;
}

/** Runs the draft that is on screen and shows its chain while it happens. */
export function TryIt({ agentId, inputSchema, revision, blocked, flush }: TryItProps) {
  const client = useClient();
  const fields = useMemo(() => inputFields(inputSchema), [inputSchema]);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<{ field: string | null; problem: string } | null>(null);
  const [starting, setStarting] = useState(false);
  const [run, setRun] = useState<{ id: string; revision: number } | null>(null);
  const [citation, setCitation] = useState<CitationRecord | null>(null);
  const { record, view, problem, reload } = useExecution(run?.id ?? null);
  const open = view !== null && !hasEnded(view.status);
  const now = useNow(open ? 100 : null);
  const { stop, stopping } = useCancel(run?.id ?? null);

  const start = async (): Promise<void> => {
    const read = readInput(fields, typed);
    if ('problem' in read) return setFault(read);
    setFault(null);
    setStarting(true);
    const saved = await flush();
    if (saved === null) {
      setStarting(false);
      return setFault({
        field: null,
        problem: 'The draft could not be saved, so there is nothing to run. See the note at the top of the page.',
      });
    }
    const started = await runAgent(client, {
      agentId,
      version: { draftRevision: saved },
      input: read.input,
      idempotencyKey: idempotencyKey(),
    });
    setStarting(false);
    if ('problem' in started) setFault({ field: null, problem: started.problem });
    else setRun({ id: started.executionId, revision: saved });
  };

  return (
    <section aria-label="Try it" className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4">
        <h2 className="font-semibold">Try it</h2>
        <Tag>{`Draft, revision ${revision}`}</Tag>
        <span className="flex-1" />
        {view === null ? null : <ExecutionStatus status={view.status} quiet />}
        {run === null ? null : (
          <Link to="/runs/$executionId" params={{ executionId: run.id }} className="text-link hover:underline">
            Open run
          </Link>
        )}
      </div>
      <form
        className="flex shrink-0 flex-col gap-3 border-b border-line p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        {fields.map((field) => (
          <TryInput
            key={field.name}
            field={field}
            value={typed[field.name] ?? field.preset}
            problem={fault?.field === field.name ? fault.problem : undefined}
            onChange={(value) => setTyped({ ...typed, [field.name]: value })}
            onSubmit={() => void start()}
          />
        ))}
        {fault !== null && fault.field === null ? (
          <p role="alert" className="text-error">
            {fault.problem}
          </p>
        ) : null}
        <div className="flex items-center gap-2">
          <span className="flex-1 text-12 text-ink-3">Runs what is on screen</span>
          {open ? (
            <Button busy={stopping} onClick={() => void stop()}>
              <Square className="icon-s" aria-hidden="true" />
              Stop
            </Button>
          ) : (
            <Button type="submit" disabledReason={blocked} busy={starting}>
              <Play className="icon-s" aria-hidden="true" />
              Run
            </Button>
          )}
        </div>
      </form>
      {problem === null ? null : <ProblemPanel title="The run could not be read" problem={problem} onRetry={reload} />}
      {view === null ? (
        run === null ? (
          <p className="p-4 text-ink-3">The answer appears here with its steps, each with duration, tokens and cost.</p>
        ) : null
      ) : (
        <div className="flex min-h-0 flex-1 flex-col overflow-auto">
          <ChainFigures view={view} now={now} />
          <div className="p-4" aria-live="polite">
            {view.error === null ? (
              <AnswerBody
                text={answerText(view)}
                citations={record?.citations ?? []}
                writing={open}
                onOpenCitation={setCitation}
              />
            ) : (
              <p className="text-error">
                <code className="mr-2 font-mono text-12">{view.error.code}</code>
                {view.error.message} {view.error.hint}
              </p>
            )}
            <ArtifactList artifacts={record?.artifacts ?? []} className="mt-2" />
          </div>
          <div className="border-t border-line pb-3">
            <ChainList view={view} now={now} />
          </div>
        </div>
      )}
      <PassageSheet citation={citation} onClose={() => setCitation(null)} />
    </section>
  );
}
