import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { timeAgo } from '../../format/time-ago.ts';
import { graphql } from '../../gql/index.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useViewer } from '../shell/use-viewer.ts';

const ConnectedAppsDocument = graphql(`
  query ConnectedApps {
    connectedApps(first: 100) {
      edges {
        node {
          id
          clientName
          redirectHost
          resource
          scopes {
            name
            description
          }
          createdAt
          lastUsedAt
          user {
            id
            name
          }
        }
      }
    }
  }
`);

const RevokeConnectedAppDocument = graphql(`
  mutation RevokeConnectedApp($input: RevokeConnectedAppInput!) {
    revokeConnectedApp(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Apps that somebody signed in to Aether with; each can be disconnected here. */
export function ConnectedAppsTab() {
  const [{ data, error }, refetch] = useQuery({ query: ConnectedAppsDocument, requestPolicy: 'cache-and-network' });
  const [, revoke] = useMutation(RevokeConnectedAppDocument);
  const [leaving, setLeaving] = useState<{ id: string; clientName: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const { viewer } = useViewer();
  const now = useNow(60_000);
  const apps = data?.connectedApps.edges.map(({ node }) => node);
  const reload = (): void => refetch({ requestPolicy: 'network-only' });

  const disconnect = async (): Promise<void> => {
    if (leaving === null) return;
    setBusy(true);
    const answer = await revoke({ input: { connectedAppId: leaving.id } });
    setBusy(false);
    setLeaving(null);
    const problem =
      answer.error === undefined ? answer.data?.revokeConnectedApp.userErrors[0]?.message : problemLine(answer.error);
    if (problem !== undefined) toast.error('The app was not disconnected', { description: problem });
  };

  return (
    <section aria-label="Connected apps">
      <h2 className="mb-2 flex min-h-7 items-center font-semibold">Connected apps</h2>
      <div className="overflow-x-auto rounded-card border border-line">
        {apps === undefined && error !== undefined ? (
          <ProblemPanel title="Apps did not load" problem={problemOf(error)} onRetry={reload} />
        ) : apps === undefined ? (
          <SkeletonRows rows={3} label="Loading apps" />
        ) : apps.length === 0 ? (
          <Empty title="No connected apps">
            Give an MCP client the address {location.origin}/mcp. It asks you here before it may do anything.
          </Empty>
        ) : (
          <table className="rows" aria-label="Connected apps">
            <thead>
              <tr>
                <th>App</th>
                <th className="max-md:hidden">May use</th>
                <th className="number max-md:hidden">Last used</th>
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {apps.map((app) => (
                <tr key={app.id} className="[&>td]:py-1.5">
                  <td>
                    <span className="block font-medium">{app.clientName}</span>
                    <span className="block max-w-72 text-12 break-words whitespace-normal text-ink-3">
                      {[
                        app.redirectHost,
                        ...(app.user == null || app.user.id === viewer?.user?.id ? [] : [`for ${app.user.name}`]),
                        `since ${timeAgo(app.createdAt, now)}`,
                      ].join(', ')}
                    </span>
                  </td>
                  <td
                    className="max-w-60 truncate text-ink-2 max-md:hidden"
                    title={app.scopes.map(({ description }) => description).join('; ')}
                  >
                    {app.scopes.map(({ name }) => name).join(', ')}
                    <span className="block truncate font-mono text-12 text-ink-3">{app.resource}</span>
                  </td>
                  <td className="number text-ink-3 max-md:hidden">
                    {app.lastUsedAt ? timeAgo(app.lastUsedAt, now) : 'never'}
                  </td>
                  <td className="text-right">
                    <Button size={24} variant="danger" onClick={() => setLeaving(app)}>
                      Disconnect
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Dialog
        open={leaving !== null}
        title={`Disconnect ${leaving?.clientName ?? 'the app'}?`}
        description="What it asks is refused within seconds, and what it listens to ends within a minute. To use it again, connect it again."
        onClose={() => setLeaving(null)}
        actions={
          <>
            <Button size={32} onClick={() => setLeaving(null)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void disconnect()}>
              Disconnect
            </Button>
          </>
        }
      />
    </section>
  );
}
