import { Link } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { errorLine } from '../../graphql/error-line.ts';
import { AnswerBody } from '../../execution/answer-body.tsx';
import { answerText } from '../../execution/answer.ts';
import { ArtifactList } from '../../execution/artifact-list.tsx';
import { ApprovalList } from '../../execution/approval-list.tsx';
import { awaited } from '../../execution/awaited.ts';
import type { CitationRecord } from '../../execution/execution-record.ts';
import { hasEnded } from '../../execution/execution-status.tsx';
import type { AgentKind } from '../../gql/graphql.ts';
import { Chip } from '../../ui/chip.tsx';
import { Status } from '../../ui/status.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AnswerFooter } from './answer-footer.tsx';
import type { Message } from './chat-document.ts';
import { AgentTurn, UserTurn } from './turn.tsx';
import type { Chat } from './use-chat.ts';
import { useFollow } from './use-follow.ts';

interface ThreadProps {
  chat: Chat;
  onOpenCitation: (citation: CitationRecord) => void;
  onShowChain: (executionId: string) => void;
}

/** The messages in order, then the answer that is being written. It follows the end only while the reader is there. */
export function Thread({ chat, onOpenCitation, onShowChain }: ThreadProps) {
  const { agent, messages, asked, live } = chat;
  const name = agent?.name ?? 'Agent';
  const text = live.view === null ? '' : answerText(live.view);
  const { scroller, atEnd, jump } = useFollow();
  const running = chat.liveId !== null && (live.view === null || !hasEnded(live.view.status));
  const waits = awaited(live.view, useNow(60_000));
  const showsLive = chat.liveId !== null && (running || asked !== null);

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} className="h-full overflow-auto">
        <div className="mx-auto flex w-full max-w-170 flex-col gap-5 px-6 pt-6 pb-2 max-md:px-4 max-md:pt-4">
          {messages.length === 0 && asked === null && agent ? (
            <p className="pt-8 text-center text-ink-3">
              Ask {name} something. Each answer shows its steps, its sources and what it cost.
            </p>
          ) : null}
          {messages.map((message, index) =>
            message.role === 'USER' ? (
              <div key={message.id} className="flex flex-col gap-5">
                <UserTurn text={message.text} />
                {message.execution &&
                message.execution.id !== chat.liveId &&
                messages[index + 1]?.role !== 'ASSISTANT' ? (
                  <UnansweredTurn name={name} kind={agent?.kind} execution={message.execution} />
                ) : null}
              </div>
            ) : (
              <AgentTurn
                key={message.id}
                name={name}
                kind={agent?.kind}
                version={agent?.published?.number}
                footer={
                  message.execution ? (
                    <AnswerFooter
                      execution={message.execution}
                      text={message.text}
                      onShowChain={() => onShowChain(message.execution?.id ?? '')}
                    />
                  ) : undefined
                }
              >
                <AnswerBody
                  text={message.text}
                  citations={message.citations}
                  writing={false}
                  onOpenCitation={onOpenCitation}
                />
                <ArtifactList artifacts={message.artifacts} className="mt-2" />
              </AgentTurn>
            ),
          )}
          {asked === null ? null : <UserTurn text={asked} />}
          {showsLive ? (
            <AgentTurn
              name={name}
              kind={agent?.kind}
              version={agent?.published?.number}
              beside={running ? <LiveStatus waits={waits} /> : null}
            >
              {live.view === null ? null : <ApprovalList view={live.view} className="mb-2 flex flex-col gap-2" />}
              {live.view?.error ? (
                <RunError error={live.view.error} executionId={chat.liveId ?? ''} />
              ) : (
                <AnswerBody
                  text={text}
                  citations={live.record?.citations ?? []}
                  writing={running && live.view?.status !== 'WAITING'}
                  onOpenCitation={onOpenCitation}
                />
              )}
              <ArtifactList artifacts={live.record?.artifacts ?? []} className="mt-2" />
            </AgentTurn>
          ) : null}
          <p role="status" className="sr-only">
            {waits !== null
              ? `${name} waits ${waits}`
              : running
                ? `${name} is answering`
                : messages.length > 0
                  ? 'The answer is complete'
                  : ''}
          </p>
        </div>
      </div>
      {atEnd ? null : (
        <Chip large onClick={jump} className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-float">
          <ArrowDown className="icon-s" aria-hidden="true" />
          Jump to latest
        </Chip>
      )}
    </div>
  );
}

function UnansweredTurn({
  name,
  kind,
  execution,
}: {
  name: string;
  kind: AgentKind | null | undefined;
  execution: NonNullable<Message['execution']>;
}) {
  return (
    <AgentTurn name={name} kind={kind} version={null}>
      {execution.error ? (
        <RunError error={execution.error} executionId={execution.id} />
      ) : (
        <p className="text-ink-3">
          {execution.status === 'CANCELLED' ? 'Stopped before it answered.' : 'There is no answer.'}{' '}
          <RunLink executionId={execution.id} />
        </p>
      )}
    </AgentTurn>
  );
}

function RunError({
  error,
  executionId,
}: {
  error: { code: string; message: string; hint?: string | null };
  executionId: string;
}) {
  return (
    <p>
      <code className="mr-2 font-mono text-12 text-error">{error.code}</code>
      {errorLine(error)} <RunLink executionId={executionId} />
    </p>
  );
}

function RunLink({ executionId }: { executionId: string }) {
  return (
    <Link to="/runs/$executionId" params={{ executionId }} className="text-link underline">
      Open the run
    </Link>
  );
}

function LiveStatus({ waits }: { waits: string | null }) {
  return (
    <Status
      shape={waits === null ? 'running' : 'waiting'}
      tone={waits === null ? 'running' : 'warning'}
      className="text-12"
    >
      {waits === null ? 'Answering' : `Waits ${waits}`}
    </Status>
  );
}
