import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { awaited } from '../../execution/awaited.ts';
import { hasEnded } from '../../execution/execution-status.tsx';
import type { ExecutionView } from '../../execution/execution-view.ts';
import { problemOf } from '../../graphql/problem.ts';
import { instant } from '../../format/instant.ts';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { ConversationsDocument } from './chat-document.ts';
import { groupByDay } from './group-by-day.ts';

/** Own conversations, newest first. */
export function ConversationList({ current, live }: { current: string | undefined; live: ExecutionView | null }) {
  const [{ data, error }, refetch] = useQuery({
    query: ConversationsDocument,
    variables: {},
    requestPolicy: 'cache-and-network',
  });
  const now = useNow(60_000);
  const waits = awaited(live, now);
  const [text, setText] = useState('');
  if (data === undefined && error !== undefined)
    return (
      <ProblemPanel
        title="Conversations did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (data === undefined) return <SkeletonRows rows={5} label="Loading conversations" />;
  const all = data.conversations.edges.map(({ node }) => node);
  const shown = all.filter((one) =>
    `${one.title ?? ''} ${one.agent?.name ?? ''}`.toLowerCase().includes(text.toLowerCase()),
  );
  return (
    <>
      <div className="p-2">
        <Input
          compact
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Search conversations"
          placeholder="Search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto px-2 pb-2">
        {all.length === 0 ? <p className="p-2 text-ink-3">No conversations yet.</p> : null}
        {all.length > 0 && shown.length === 0 ? <p className="p-2 text-ink-3">Nothing fits.</p> : null}
        {groupByDay(shown, now).map(({ day, items }) => (
          <section key={day} aria-label={day}>
            <h2 className="px-2 pt-2 pb-1 text-12 text-ink-3">{day}</h2>
            {items.map((one) => (
              <Link
                key={one.id}
                to="/chat"
                search={{ conversation: one.id }}
                className="flex flex-col rounded-control px-2 py-1.5 hover:bg-hover aria-[current=page]:bg-press"
              >
                <span className="truncate font-medium">{one.title ?? 'New conversation'}</span>
                <span className="flex items-center gap-1 truncate text-12 text-ink-3">
                  {one.id === current && live !== null && !hasEnded(live.status) ? (
                    <>
                      <StatusMark
                        shape={waits === null ? 'running' : 'waiting'}
                        size={12}
                        className={waits === null ? 'text-running' : 'text-warning'}
                      />
                      {waits === null ? 'Answering' : `Waits ${waits}`}
                    </>
                  ) : (
                    [one.agent?.name, instant(one.updatedAt, now).replace('today ', '')].filter(Boolean).join(', ')
                  )}
                </span>
              </Link>
            ))}
          </section>
        ))}
      </div>
    </>
  );
}
