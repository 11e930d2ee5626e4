import { useNavigate, useSearch } from '@tanstack/react-router';
import { MessagesSquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { PassageSheet } from '../../execution/passage-sheet.tsx';
import type { CitationRecord } from '../../execution/execution-record.ts';
import { useCancel } from '../../execution/use-cancel.ts';
import { useExecution } from '../../execution/use-execution.ts';
import { plural } from '../../format/count.ts';
import { percent } from '../../format/percent.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { AgentIcon } from '../agents/agent-kind.tsx';
import { AgentStatus } from '../agents/agent-status.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { AgentPicker } from './agent-picker.tsx';
import { ChainPane } from './chain-pane.tsx';
import { Composer } from './composer.tsx';
import { ConversationList } from './conversation-list.tsx';
import { ConversationMenu } from './conversation-menu.tsx';
import { Thread } from './thread.tsx';
import { useChat } from './use-chat.ts';

/** Conversations, the one that is open, and the run behind its answer. */
export function ChatPage() {
  const search = useSearch({ from: '/shell/chat' });
  const navigate = useNavigate({ from: '/chat' });
  const chat = useChat({
    conversationId: search.conversation,
    agentId: search.agent,
    onStarted: (conversation) => void navigate({ search: { conversation }, replace: true }),
  });
  const [listOpen, setListOpen] = useState(false);
  const [citation, setCitation] = useState<CitationRecord | null>(null);
  const [focus, setFocus] = useState<{ conversation: string | undefined; executionId: string } | null>(null);
  const { stop, stopping } = useCancel(chat.liveId);

  const { agent } = chat;
  const choosing = search.conversation === undefined && search.agent === undefined;
  const lastId =
    chat.messages.findLast(({ execution }) => execution !== null && execution !== undefined)?.execution?.id ?? null;
  const focused =
    focus !== null && focus.conversation === search.conversation && !chat.answering ? focus.executionId : null;
  const paneId = focused ?? chat.liveId ?? lastId;
  const other = useExecution(paneId === chat.liveId ? null : paneId);
  const list = <ConversationList key={search.conversation} current={search.conversation} live={chat.live.view} />;

  return (
    <>
      <TopBar
        title={choosing ? 'Chat' : (chat.title ?? agent?.name ?? 'Chat')}
        icon={
          agent ? <AgentIcon kind={agent.kind} className="icon shrink-0 text-step-agent max-md:hidden" /> : undefined
        }
        beside={
          agent ? (
            <span className="ml-1 font-normal max-md:hidden">
              <AgentStatus status={agent.status} version={agent.published?.number} revision={null} />
            </span>
          ) : null
        }
        actions={
          <>
            {agent?.successRate !== null && agent?.successRate !== undefined && agent.runCount ? (
              <span className="text-ink-3 max-wide:hidden">
                {percent(agent.successRate)} over {plural(agent.runCount, 'run')}
              </span>
            ) : null}
            <span className="wide:hidden">
              <IconButton
                label="Conversations"
                icon={<MessagesSquare className="icon" aria-hidden="true" />}
                onClick={() => setListOpen(true)}
              />
            </span>
            {choosing ? null : (
              <Button onClick={() => void navigate({ search: agent ? { agent: agent.id } : {} })}>
                <Plus className="icon-s" aria-hidden="true" />
                <span className="max-md:sr-only">New conversation</span>
              </Button>
            )}
            {search.conversation === undefined ? null : (
              <ConversationMenu
                conversationId={search.conversation}
                title={chat.title ?? ''}
                onDeleted={() => void navigate({ search: {} })}
              />
            )}
          </>
        }
      />
      <div className="grid min-h-0 flex-1 grid-cols-[212px_minmax(0,1fr)_404px] max-wide:grid-cols-[minmax(0,1fr)_360px] max-lg:flex max-lg:flex-col">
        <nav aria-label="Conversations" className="flex min-h-0 min-w-0 flex-col border-r border-line max-wide:hidden">
          {list}
        </nav>
        <section aria-label="Conversation" className="flex min-h-0 min-w-0 flex-1 flex-col max-lg:order-2">
          {chat.unknown || agent === null ? (
            <NotFound what={chat.unknown ? 'conversation' : 'agent'} />
          ) : chat.problem !== null ? (
            <ProblemPanel title="The conversation did not load" problem={chat.problem} onRetry={chat.retry} />
          ) : choosing ? (
            <div className="min-h-0 flex-1 overflow-auto">
              <AgentPicker />
            </div>
          ) : (
            <>
              <Thread
                key={search.conversation}
                chat={chat}
                onOpenCitation={setCitation}
                onShowChain={(executionId) => setFocus({ conversation: search.conversation, executionId })}
              />
              <Composer
                key={search.conversation ?? search.agent}
                placeholder={agent ? `Ask ${agent.name}` : 'Ask'}
                answering={chat.answering}
                stopping={stopping}
                sending={chat.sending}
                problem={chat.refusal}
                blocked={
                  agent === undefined
                    ? 'The agent is still loading.'
                    : agent.published
                      ? null
                      : 'The agent is not published yet.'
                }
                onSend={chat.send}
                onStop={() => void stop()}
              />
            </>
          )}
        </section>
        {choosing ? (
          <aside className="border-l border-line max-lg:hidden" />
        ) : (
          <ChainPane
            empty={paneId === null && !chat.sending}
            execution={paneId === chat.liveId ? chat.live : other}
            onOpenCitation={setCitation}
          />
        )}
      </div>
      <Sheet open={listOpen} title="Conversations" onClose={() => setListOpen(false)}>
        {/* A choice closes the sheet. */}
        <div
          role="presentation"
          className="flex h-full flex-col"
          onClick={(event) =>
            event.target instanceof Element && event.target.closest('a') ? setListOpen(false) : undefined
          }
        >
          {list}
        </div>
      </Sheet>
      <PassageSheet citation={citation} onClose={() => setCitation(null)} />
    </>
  );
}
