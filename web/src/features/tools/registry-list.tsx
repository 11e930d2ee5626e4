import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { RegistryServer } from './registry-document.ts';

interface RegistryListProps {
  label: string;
  servers: readonly RegistryServer[];
  /** Name of the one that is being imported. */
  busy?: string | null;
  /** Absent = they are only told. */
  onImport?: (name: string) => void;
}

/** Servers that were found: what they do, where they run, and what is in the way. */
export function RegistryList({ label, servers, busy = null, onImport }: RegistryListProps) {
  return (
    <ul aria-label={label} className="flex max-h-80 flex-col overflow-auto rounded-control border border-line">
      {servers.map((server, index) => (
        // Versions of one server have one name.
        <li
          key={`${index} ${server.name}`}
          className="flex items-start gap-3 border-b border-line px-2.5 py-2 last:border-b-0"
        >
          <div className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium break-words">{server.title}</span>
              {server.transport === null ? null : <Tag>{server.transport === 'STDIO' ? 'Program' : 'Hosted'}</Tag>}
              {server.imported ? <Tag tone="success">Imported</Tag> : null}
            </span>
            <span className="text-12 break-words text-ink-2">{server.description}</span>
            <span className="font-mono text-12 break-all text-ink-3">
              {[server.name, server.version].filter((part) => part !== null).join(' ')}
              {server.place === null ? null : ` · ${server.place}`}
            </span>
            {server.unavailableReason === null ? null : (
              <span className="text-12 text-ink-2">{server.unavailableReason}</span>
            )}
            {server.problems.map(({ path, message }) => (
              <span key={path.join('.')} className="text-12 break-words text-error">
                <span className="font-mono">{path.join('.')}</span>: {message}
              </span>
            ))}
          </div>
          {onImport === undefined || !server.importable || server.imported ? null : (
            <Button
              size={28}
              aria-label={`Import ${server.title}`}
              busy={busy === server.name}
              onClick={() => onImport(server.name)}
            >
              Import
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
