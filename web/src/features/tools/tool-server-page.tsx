import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useQuery } from 'urql';
import { timeAgo } from '../../format/time-ago.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { NotFound } from '../shell/not-found.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { ServerMenu } from './server-menu.tsx';
import { ToolSheet } from './tool-sheet.tsx';
import { ToolTable } from './tool-table.tsx';
import { AccountField } from './account-field.tsx';
import { OwnAccountBanner } from './own-account-banner.tsx';
import { healthOf } from './health-of.ts';
import { QuarantineField } from './quarantine-field.tsx';
import { scopesAskedOf } from './scopes-asked-of.ts';
import { SignInBanner } from './sign-in-banner.tsx';
import { SignInOutcome } from './sign-in-outcome.tsx';
import { placeOf, ToolServerDocument } from './tools-document.ts';
import { useRefetchWhile } from './use-refetch-while.ts';

/** One tool server: how it is, and its tools. */
export function ToolServerPage() {
  const { serverId } = useParams({ from: '/shell/tools/$serverId' });
  const { tool: toolId, signIn } = useSearch({ from: '/shell/tools/$serverId' });
  const navigate = useNavigate({ from: '/tools/$serverId' });
  const { viewer } = useViewer();
  const now = useNow(60_000);
  const [{ data, error }, refetch] = useQuery({
    query: ToolServerDocument,
    variables: { id: serverId },
    requestPolicy: 'cache-and-network',
  });
  const server = data?.toolServer;
  // Right after a sign-in the gateway has not looked yet.
  const isComing =
    (server?.status === 'UNKNOWN' && (!server.credentialPerUser || server.credential !== null || signIn === 'DONE')) ||
    (signIn === 'DONE' && server?.access === 'NEEDS_AUTH');
  useRefetchWhile(server?.enabled === true && isComing, refetch);
  const crumbs = [{ label: 'Tools', to: '/tools' as const }];
  if (server === undefined || server === null) {
    return (
      <>
        <TopBar title="Tool server" crumbs={crumbs} />
        {server === null ? (
          <NotFound what="tool server" />
        ) : error === undefined ? (
          <SkeletonRows rows={8} label="Loading the tool server" />
        ) : (
          <ProblemPanel
            title="The tool server did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        )}
      </>
    );
  }
  const health = healthOf(server);
  const tools = server.tools.edges.map(({ node }) => node);
  const blocked = viewer?.permissions.includes('tool:manage') === true ? null : 'Your role may not manage tools.';
  const mayCall = viewer?.permissions.includes('tool:use') === true;
  const open = (id: string | undefined): void => void navigate({ search: { tool: id }, replace: true });
  return (
    <>
      <TopBar
        title={server.name}
        crumbs={crumbs}
        actions={
          <ServerMenu
            server={server}
            blocked={blocked}
            onChanged={() => refetch({ requestPolicy: 'network-only' })}
            onRemoved={() => void navigate({ to: '/tools' })}
          />
        }
      />
      <header className="shrink-0 border-b border-line px-4 pt-4 pb-3">
        <div className="flex flex-wrap items-center gap-x-3">
          <h2 className="text-20 font-semibold">{server.name}</h2>
          <Status shape={health.shape} tone={health.tone} quietWord={health.tone === 'success'}>
            {health.word}
          </Status>
          {server.enabled ? null : <Tag>Off</Tag>}
        </div>
        <Facts
          facts={[
            { name: 'Tools', value: tools.filter(({ listed }) => listed).length },
            { name: 'Approved', value: tools.filter(({ approved }) => approved).length },
            { name: 'Asked', value: server.checkedAt ? timeAgo(server.checkedAt, now) : 'Not yet' },
            ...(server.protocolRevision
              ? [{ name: 'MCP revision', wideOnly: true, value: server.protocolRevision }]
              : []),
            {
              name: server.transport === 'HTTP' ? 'Address' : 'Program',
              wideOnly: true,
              value: <code className="font-mono text-12 font-normal">{placeOf(server)}</code>,
            },
          ]}
        />
      </header>
      <SignInOutcome outcome={signIn} onClose={() => void navigate({ search: { tool: toolId }, replace: true })} />
      {server.credentialPerUser ? (
        <OwnAccountBanner
          key={server.id}
          server={server}
          blocked={mayCall ? null : 'Your role may not call tools.'}
          isBack={signIn === 'DONE'}
          onChecked={() => refetch({ requestPolicy: 'network-only' })}
        />
      ) : null}
      {server.credentialPerUser && server.credential === null ? null : server.access === 'NEEDS_AUTH' ||
        scopesAskedOf(server).length > 0 ? (
        <SignInBanner server={server} blocked={signInBlocked(viewer?.permissions ?? [])} />
      ) : server.lastError ? (
        <Banner tone="error" flush icon={<CircleAlert className="icon" aria-hidden="true" />}>
          {server.lastError}
        </Banner>
      ) : null}
      <div className="min-h-0 flex-1 overflow-auto">
        {tools.length === 0 ? (
          <Empty title={isComing ? 'Asking the server for its tools' : 'No tools known'}>
            {isComing
              ? 'They appear here in a moment.'
              : server.status === 'UNKNOWN'
                ? 'They appear when the first person has connected an account.'
                : 'The server has told of none so far.'}
          </Empty>
        ) : (
          <ToolTable tools={tools} onOpen={open} />
        )}
        {server.tools.pageInfo.hasNextPage ? (
          <p className="px-4 py-3 text-ink-3">The first 100 tools are shown.</p>
        ) : null}
        <section aria-label="Policy" className="flex max-w-120 flex-col gap-4 border-t border-line p-4">
          {server.transport === 'HTTP' ? <AccountField server={server} blocked={blocked} /> : null}
          <QuarantineField server={server} blocked={blocked} />
        </section>
      </div>
      <ToolSheet
        key={toolId}
        kind={server.kind}
        tool={tools.find(({ id }) => id === toolId) ?? null}
        blocked={blocked}
        mayTry={mayCall}
        onClose={() => open(undefined)}
        onChanged={() => refetch({ requestPolicy: 'network-only' })}
      />
    </>
  );
}

/** Signing in makes a credential and gives it to the server. */
function signInBlocked(permissions: readonly string[]): string | null {
  const needed = ['tool:manage', 'credential:write', 'credential:manage'];
  return needed.every((permission) => permissions.includes(permission))
    ? null
    : 'Your role may not sign in for the organization.';
}
