import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { timeAgo } from '../../format/time-ago.ts';
import { graphql } from '../../gql/index.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { StoreModelKey } from './store-model-key.tsx';

const ModelKeysDocument = graphql(`
  query ModelKeys {
    modelKeys {
      id
      lastFour
      updatedAt
      lastUsedAt
      provider {
        id
        name
        allowOwnKeys
      }
    }
    modelProviders {
      id
      name
      enabled
      allowOwnKeys
    }
  }
`);

const RemoveModelKeyDocument = graphql(`
  mutation RemoveModelKey($input: RemoveModelKeyInput!) {
    removeModelKey(input: $input) {
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

const TICK_MS = 30_000;

/** Keys that a person has at vendors themselves: with them their calls are made, and paid. */
export function ModelKeys() {
  const [{ data, error }, refetch] = useQuery({ query: ModelKeysDocument, requestPolicy: 'cache-and-network' });
  const [, remove] = useMutation(RemoveModelKeyDocument);
  const [storingFor, setStoringFor] = useState<{ id: string; name: string } | null>(null);
  const now = useNow(TICK_MS);
  const reload = (): void => refetch({ requestPolicy: 'network-only' });
  const removeKey = async (modelKeyId: string): Promise<void> => {
    const { error: failure } = await remove({ input: { modelKeyId } });
    if (failure !== undefined) toast.error('The key was not removed', { description: problemLine(failure) });
    reload();
  };
  if (data === undefined && error !== undefined)
    return <ProblemPanel title="Model keys did not load" problem={problemOf(error)} onRetry={reload} />;
  if (data === undefined) return <SkeletonRows rows={2} label="Loading model keys" />;
  const held = new Set(data.modelKeys.map(({ provider }) => provider?.id));
  const open = data.modelProviders.filter(({ id, enabled, allowOwnKeys }) => enabled && allowOwnKeys && !held.has(id));
  return (
    <section aria-label="Your model keys">
      <h2 className="font-semibold">Your model keys</h2>
      <p className="mb-2 text-ink-3">
        Your runs and calls use them in place of the key of the organization, and you pay the provider yourself.
      </p>
      {data.modelKeys.length + open.length === 0 ? (
        <Empty title="No provider takes own keys">An administrator allows them for each provider.</Empty>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line">
          {data.modelKeys.map(({ id, provider, lastFour, updatedAt, lastUsedAt }) => (
            <li key={id} className="flex min-h-10 flex-wrap items-center gap-3 px-3 py-1">
              <span className="font-medium">{provider?.name ?? 'Removed provider'}</span>
              <span className="flex-1 text-12 text-ink-3">
                {lastFour === null ? 'Stored' : `…${lastFour}, stored`} {timeAgo(updatedAt, now)},{' '}
                {lastUsedAt === null ? 'not used yet' : `last used ${timeAgo(lastUsedAt, now)}`}
                {provider?.allowOwnKeys === false ? ', own keys are not allowed any more: not in use' : ''}
              </span>
              {provider?.allowOwnKeys === true ? (
                <Button onClick={() => setStoringFor(provider)}>Replace</Button>
              ) : null}
              <IconButton
                size={24}
                label={`Remove your key for ${provider?.name ?? 'a removed provider'}`}
                icon={<Trash2 className="icon-s" aria-hidden="true" />}
                onClick={() => void removeKey(id)}
              />
            </li>
          ))}
          {open.map((provider) => (
            <li key={provider.id} className="flex min-h-10 items-center gap-3 px-3 py-1">
              <span className="font-medium">{provider.name}</span>
              <span className="flex-1 text-12 text-ink-3">No key of yours</span>
              <Button onClick={() => setStoringFor(provider)}>Store key</Button>
            </li>
          ))}
        </ul>
      )}
      <StoreModelKey provider={storingFor} onClose={() => setStoringFor(null)} onStored={reload} />
    </section>
  );
}
