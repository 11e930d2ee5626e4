import { Search } from 'lucide-react';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { importServers } from './import-servers.ts';
import { RegistryServersDocument } from './registry-document.ts';
import { RegistryList } from './registry-list.tsx';

interface FindInRegistryProps {
  open: boolean;
  onClose: () => void;
  onImportFile: () => void;
}

/** Searches the registry of the installation, only when a person asks for it, and imports what was found. */
export function FindInRegistry({ open, onClose, onImportFile }: FindInRegistryProps) {
  const client = useClient();
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState<{ search: string; after: string | null } | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  /** Names; the registry is not asked again for them. */
  const [brought, setBrought] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: RegistryServersDocument,
    variables: asked ?? {},
    pause: !open || asked === null,
    requestPolicy: 'network-only',
  });
  const found = error === undefined && asked !== null ? data?.registryServers.edges : undefined;
  const servers = found?.map(({ node }) => ({
    ...node,
    imported: node.importable && (node.imported || brought.includes(node.name)),
  }));
  const next = data?.registryServers.pageInfo.endCursor ?? null;
  const close = (): void => {
    setWords('');
    setAsked(null);
    setBrought([]);
    setProblem(null);
    onClose();
  };
  const bring = async (name: string): Promise<void> => {
    const server: unknown = servers?.find((each) => each.importable && each.name === name)?.server;
    setBusy(name);
    setProblem(null);
    const done = await importServers(client, server);
    setBusy(null);
    if ('problem' in done) setProblem(done.problem);
    else
      setBrought((before) => [...before, ...done.servers.filter(({ imported }) => imported).map((each) => each.name)]);
  };
  const ask = (search: string, after: string | null): void => {
    setProblem(null);
    if (asked?.search === search && asked.after === after) refetch({ requestPolicy: 'network-only' });
    else setAsked({ search, after });
  };

  return (
    <Dialog
      open={open}
      title="Find in registries"
      description="Asks the registry that this installation is set up with. What you import is offered in the catalog; nothing runs yet."
      onClose={close}
      actions={
        <Button size={32} onClick={close}>
          Close
        </Button>
      }
    >
      <form
        role="search"
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          ask(words.trim(), null);
        }}
      >
        <Input
          className="flex-1"
          aria-label="Name of a server"
          placeholder="Name of a server, such as github"
          maxLength={200}
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button size={32} variant="primary" type="submit" busy={fetching}>
          Search
        </Button>
      </form>
      <ProblemLine>{problem}</ProblemLine>
      {asked === null ? null : error !== undefined && !fetching ? (
        <>
          <ProblemPanel
            title="The registry did not answer"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
          <Button size={32} onClick={onImportFile}>
            Import from a file
          </Button>
        </>
      ) : servers === undefined ? (
        <SkeletonRows rows={4} label="Searching the registry" />
      ) : servers.length === 0 ? (
        <p role="status" className="text-ink-2">
          No server of the registry has this in its name.
        </p>
      ) : (
        <RegistryList label="Found servers" servers={servers} busy={busy} onImport={(name) => void bring(name)} />
      )}
      {asked !== null && servers !== undefined && data?.registryServers.pageInfo.hasNextPage === true ? (
        <Button size={32} busy={fetching} onClick={() => ask(asked.search, next)}>
          Next servers
        </Button>
      ) : null}
    </Dialog>
  );
}
