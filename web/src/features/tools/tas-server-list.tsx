import { classNames } from '../../ui/class-names.ts';
import { Tag } from '../../ui/tag.tsx';
import type { TasServer } from './tas-document.ts';

interface TasServerListProps {
  servers: readonly TasServer[];
  /** There are others that fit. */
  hasMore: boolean;
  /** Address. */
  chosen: string;
  onChoose: (server: TasServer) => void;
}

/** What is registered in a TAS-MCP, to choose one. */
export function TasServerList({ servers, hasMore, chosen, onChoose }: TasServerListProps) {
  return (
    <div
      role="radiogroup"
      aria-label="Servers of the TAS-MCP"
      className="flex max-h-60 flex-col overflow-auto rounded-control border border-line"
    >
      {servers.length === 0 ? <p className="p-2.5 text-ink-2">No server is registered there that fits.</p> : null}
      {servers.map((server) => (
        <button
          key={server.serverId}
          type="button"
          role="radio"
          aria-checked={server.url === chosen}
          disabled={server.unavailableReason !== null}
          onClick={() => onChoose(server)}
          className={classNames(
            'flex flex-col items-start gap-0.5 border-b border-line px-2.5 py-2 text-left last:border-b-0 enabled:hover:bg-hover',
            server.url === chosen && 'bg-accent-soft',
          )}
        >
          <span className="flex flex-wrap items-center gap-2">
            <span className={classNames('font-medium break-words', server.unavailableReason !== null && 'text-ink-3')}>
              {server.name}
            </span>
            {server.category === null ? null : <Tag>{server.category}</Tag>}
          </span>
          {server.description === '' ? null : (
            <span className="text-12 break-words text-ink-2">{server.description}</span>
          )}
          <span className="font-mono text-12 break-all text-ink-3">
            {[server.serverId, server.version].filter((part) => part !== null).join(' ')}
          </span>
          {server.unavailableReason === null ? null : (
            <span className="text-12 text-ink-3">{server.unavailableReason}</span>
          )}
        </button>
      ))}
      {hasMore ? <p className="p-2.5 text-ink-3">More are registered; search for one by its name.</p> : null}
    </div>
  );
}
