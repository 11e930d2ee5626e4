import { Plus, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { AddProvider } from './add-provider.tsx';
import { EditModel } from './edit-model.tsx';
import { ModelProvidersDocument } from './model-providers-document.ts';
import { ModelTable } from './model-table.tsx';
import { OwnKeysCheck } from './own-keys-check.tsx';
import { ProviderCalls } from './provider-calls.tsx';
import { providerState } from './provider-state.ts';
import { RemoveProvider } from './remove-provider.tsx';

const CHECK_MS = 3_000;
/** Calls go on while somebody looks. */
const REFRESH_MS = 15_000;

/** The providers that models come from, whether they answer, and what their models cost. */
export function ModelsTab() {
  const [{ data, error }, execute] = useQuery({ query: ModelProvidersDocument, requestPolicy: 'cache-and-network' });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const { viewer } = useViewer();
  const mayManage = viewer?.permissions.includes('model:manage') === true;
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<{ id: string; name: string } | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const edited = data?.modelProviders.flatMap(({ models }) => models).find(({ id }) => id === editing);
  const unchecked = data?.modelProviders.some(({ status, enabled }) => enabled && status === 'UNKNOWN') === true;
  useEffect(() => {
    // A new provider shows its models when the gateway has asked it.
    const timer = setInterval(refetch, unchecked ? CHECK_MS : REFRESH_MS);
    return () => clearInterval(timer);
  }, [unchecked, refetch]);
  if (data === undefined && error !== undefined)
    return <ProblemPanel title="Models did not load" problem={problemOf(error)} onRetry={refetch} />;
  if (data === undefined) return <SkeletonRows rows={4} label="Loading models" />;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex min-h-7 items-center gap-3">
        <p className="flex-1 text-ink-3">Prices are per million tokens.</p>
        <Button disabledReason={mayManage ? null : 'Your role may not manage models.'} onClick={() => setAdding(true)}>
          <Plus className="icon-s" aria-hidden="true" />
          Add provider
        </Button>
      </div>
      {data.modelProviders.map((provider) => {
        const health = providerState(provider.status, provider.health?.state ?? null);
        return (
          <section key={provider.id} aria-label={provider.name}>
            <div className="mb-2 flex flex-wrap items-center gap-x-3">
              <h2 className="font-semibold">{provider.name}</h2>
              <Status shape={health.shape} tone={health.tone} quietWord={health.tone === 'success'}>
                {health.word}
              </Status>
              {provider.enabled ? null : <Tag>Disabled</Tag>}
              <span className="min-w-0 flex-1 truncate text-12 text-ink-3">{provider.baseUrl}</span>
              {provider.protocol === 'BUILTIN' || !mayManage ? null : (
                <IconButton
                  size={24}
                  label={`Remove ${provider.name}`}
                  icon={<Trash2 className="icon-s" aria-hidden="true" />}
                  onClick={() => setRemoving(provider)}
                />
              )}
            </div>
            {provider.lastError ? <p className="mb-2 text-error">{provider.lastError}</p> : null}
            {provider.protocol === 'BUILTIN' || !mayManage ? null : <OwnKeysCheck provider={provider} />}
            {provider.protocol === 'BUILTIN' ? null : <ProviderCalls health={provider.health} />}
            <div
              className="rounded-card border border-line max-md:overflow-x-auto"
              role="region"
              aria-label={`Table of ${provider.name}`}
              // It scrolls on small screens, so it must be reachable by keyboard.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
            >
              {provider.models.length === 0 ? (
                <Empty title="No models known yet" />
              ) : (
                <ModelTable
                  provider={provider.name}
                  models={provider.models}
                  onEdit={provider.protocol === 'BUILTIN' || !mayManage ? null : setEditing}
                />
              )}
            </div>
          </section>
        );
      })}
      {edited === undefined ? null : <EditModel key={edited.id} model={edited} onClose={() => setEditing(null)} />}
      <AddProvider open={adding} onClose={() => setAdding(false)} onAdded={refetch} />
      <RemoveProvider provider={removing} onClose={() => setRemoving(null)} onRemoved={refetch} />
    </div>
  );
}
