import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CreateApiKey } from './create-api-key.tsx';
import { limitWords } from './key-limits.ts';

const ApiKeysDocument = graphql(`
  query ApiKeys {
    apiKeys(first: 100) {
      edges {
        node {
          id
          name
          prefix
          scopes
          models
          tools
          requestsPerMinute
          tokensPerMinute
          createdAt
          expiresAt
          lastUsedAt
          revokedAt
        }
      }
    }
  }
`);

const RevokeApiKeyDocument = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      apiKey {
        id
        revokedAt
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Keys for programs. A key's secret is shown once, when it is made. */
export function ApiKeysTab() {
  const [{ data, error }, refetch] = useQuery({ query: ApiKeysDocument, requestPolicy: 'cache-and-network' });
  const [, revoke] = useMutation(RevokeApiKeyDocument);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<{ id: string; name: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(60_000);
  const keys = data?.apiKeys.edges.map(({ node }) => node);

  const revokeForGood = async (): Promise<void> => {
    if (revoking === null) return;
    setBusy(true);
    const answer = await revoke({ input: { apiKeyId: revoking.id } });
    setBusy(false);
    setRevoking(null);
    const problem =
      answer.error === undefined ? answer.data?.revokeApiKey.userErrors[0]?.message : problemLine(answer.error);
    if (problem !== undefined) toast.error('The key was not revoked', { description: problem });
  };

  return (
    <section aria-label="API keys">
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h2 className="font-semibold">API keys</h2>
        <span className="flex-1" />
        <Button onClick={() => setCreating(true)}>
          <Plus className="icon-s" aria-hidden="true" />
          New key
        </Button>
      </div>
      <div className="overflow-x-auto rounded-card border border-line">
        {keys === undefined && error !== undefined ? (
          <ProblemPanel
            title="Keys did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : keys === undefined ? (
          <SkeletonRows rows={3} label="Loading keys" />
        ) : keys.length === 0 ? (
          <Empty title="No keys yet">A key lets a program use your agents over GraphQL or as OpenAI models.</Empty>
        ) : (
          <table className="rows" aria-label="API keys">
            <thead>
              <tr>
                <th>Name</th>
                <th>Begins with</th>
                <th className="max-md:hidden">May</th>
                <th className="number max-md:hidden">Last used</th>
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id} className="[&>td]:py-1.5">
                  <td>
                    <span className="block font-medium">{key.name}</span>
                    {limitWords(key) === null ? null : (
                      <span className="block max-w-72 text-12 break-words whitespace-normal text-ink-3">
                        {limitWords(key)}
                      </span>
                    )}
                  </td>
                  <td>
                    <code className="font-mono text-12">{key.prefix}…</code>
                  </td>
                  <td className="max-w-60 truncate text-ink-2 max-md:hidden" title={key.scopes.join(', ')}>
                    {key.scopes.join(', ')}
                  </td>
                  <td className="number text-ink-3 max-md:hidden">
                    {key.lastUsedAt ? timeAgo(key.lastUsedAt, now) : 'never'}
                  </td>
                  <td className="text-right">
                    {key.revokedAt ? (
                      <Tag>Revoked</Tag>
                    ) : (
                      <Button size={24} variant="danger" onClick={() => setRevoking(key)}>
                        Revoke
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <CreateApiKey open={creating} onClose={() => setCreating(false)} />
      <Dialog
        open={revoking !== null}
        title={`Revoke ${revoking?.name ?? 'the key'}?`}
        description="Programs that use it are refused within seconds. This cannot be undone."
        onClose={() => setRevoking(null)}
        actions={
          <>
            <Button size={32} onClick={() => setRevoking(null)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void revokeForGood()}>
              Revoke
            </Button>
          </>
        }
      />
    </section>
  );
}
