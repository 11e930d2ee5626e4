import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FileInput, Globe, Plus, Search, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { ConnectServer } from './connect-server.tsx';
import { FindInRegistry } from './find-in-registry.tsx';
import { healthOf } from './health-of.ts';
import { ImportFromFile } from './import-from-file.tsx';
import { SignInOutcome } from './sign-in-outcome.tsx';
import { type ListedServer, placeOf, ToolServersDocument } from './tools-document.ts';
import { useRefetchWhile } from './use-refetch-while.ts';

/** The tool servers of the organization, and how many of their tools agents may call. */
export function ToolsPage() {
  const { q, signIn } = useSearch({ from: '/shell/tools' });
  const navigate = useNavigate({ from: '/tools' });
  const { viewer } = useViewer();
  const [connecting, setConnecting] = useState(false);
  const [bringing, setBringing] = useState<'registry' | 'file' | null>(null);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: ToolServersDocument,
    variables: { search: q },
    requestPolicy: 'cache-and-network',
  });
  const servers = data?.toolServers.edges.map(({ node }) => node);
  useRefetchWhile(servers?.some(({ status, enabled }) => enabled && status === 'UNKNOWN') === true, refetch);
  const blocked = viewer?.permissions.includes('tool:manage') === true ? null : 'Your role may not connect tools.';
  return (
    <>
      <TopBar
        title="Tools"
        actions={
          <>
            <Button disabledReason={blocked} onClick={() => setBringing('registry')}>
              <Globe className="icon-s" aria-hidden="true" />
              <span className="max-md:sr-only">Find in registries</span>
            </Button>
            <Button disabledReason={blocked} onClick={() => setBringing('file')}>
              <FileInput className="icon-s" aria-hidden="true" />
              <span className="max-md:sr-only">Import from a file</span>
            </Button>
            <Button variant="primary" disabledReason={blocked} onClick={() => setConnecting(true)}>
              <Plus className="icon-s" aria-hidden="true" />
              Connect server
            </Button>
          </>
        }
      />
      <div
        role="search"
        aria-label="Filter tool servers"
        className="flex shrink-0 items-center gap-1.5 border-b border-line py-2 pr-3 pl-4"
      >
        <Input
          compact
          className="w-52"
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Search tool servers"
          placeholder="Search tool servers"
          value={q ?? ''}
          onChange={(event) => void navigate({ search: { q: event.target.value || undefined }, replace: true })}
        />
      </div>
      <SignInOutcome outcome={signIn} onClose={() => void navigate({ search: { q }, replace: true })} />
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
        {servers === undefined && error !== undefined ? (
          <ProblemPanel
            title="Tool servers did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : servers === undefined ? (
          <SkeletonRows rows={6} label="Loading tool servers" />
        ) : servers.length > 0 ? (
          <ServerTable servers={servers} />
        ) : q === undefined ? (
          <Empty
            title="No tool servers yet"
            actions={
              <Button disabledReason={blocked} onClick={() => setConnecting(true)}>
                Connect a server
              </Button>
            }
          >
            A tool server lets agents look things up and change things elsewhere. Each tool is approved by a person
            first.
          </Empty>
        ) : (
          <Empty
            title="No tool server fits"
            actions={<Button onClick={() => void navigate({ search: {} })}>Clear search</Button>}
          />
        )}
      </div>
      <FindInRegistry
        open={bringing === 'registry'}
        onClose={() => setBringing(null)}
        onImportFile={() => setBringing('file')}
      />
      <ImportFromFile open={bringing === 'file'} onClose={() => setBringing(null)} />
      <ConnectServer
        open={connecting}
        onClose={() => setConnecting(false)}
        onConnected={(serverId) => void navigate({ to: '/tools/$serverId', params: { serverId } })}
      />
    </>
  );
}

function ServerTable({ servers }: { servers: readonly ListedServer[] }) {
  return (
    <table className="rows" aria-label="Tool servers">
      <thead>
        <tr>
          <th>Server</th>
          <th>Health</th>
          <th className="number">Approved</th>
          <th className="max-md:hidden">Where</th>
        </tr>
      </thead>
      <tbody>
        {servers.map((server) => {
          const health = healthOf(server);
          const tools = server.tools.edges.map(({ node }) => node).filter(({ listed }) => listed);
          const changed = tools.filter((tool) => tool.changed).length;
          return (
            <tr key={server.id}>
              <td className="w-1/3 max-w-0">
                <span className="flex items-center gap-2">
                  <Wrench className="icon text-step-tool" aria-hidden="true" />
                  <Link
                    to="/tools/$serverId"
                    params={{ serverId: server.id }}
                    className="truncate font-medium hover:underline hover:underline-offset-2"
                  >
                    {server.name}
                  </Link>
                  {server.enabled ? null : <Tag>Off</Tag>}
                </span>
              </td>
              <td>
                <Status shape={health.shape} tone={health.tone} quietWord={health.tone === 'success'}>
                  {health.word}
                </Status>
              </td>
              <td className="number">
                {changed > 0 ? (
                  <Tag tone="warning" className="mr-2">
                    {changed} changed
                  </Tag>
                ) : null}
                {tools.filter((tool) => tool.approved).length} of {tools.length}
              </td>
              <td className="w-1/3 max-w-0 truncate font-mono text-12 text-ink-3 max-md:hidden">{placeOf(server)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
