import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { HealthStatus } from '../../gql/graphql.ts';
import { cost } from '../../format/cost.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Status, type Tone } from '../../ui/status.tsx';
import type { StatusShape } from '../../ui/status-mark.tsx';
import { Tag } from '../../ui/tag.tsx';

const ModelProvidersDocument = graphql(`
  query ModelProviders {
    modelProviders {
      id
      slug
      name
      protocol
      baseUrl
      status
      lastError
      enabled
      models {
        id
        slug
        builtIn
        enabled
        unpriced
        inputPricePerMillion
        outputPricePerMillion
        contextWindow
        capabilities
      }
    }
  }
`);

const HEALTH: Record<HealthStatus, { shape: StatusShape; tone: Tone; word: string }> = {
  HEALTHY: { shape: 'succeeded', tone: 'success', word: 'Healthy' },
  DEGRADED: { shape: 'warning', tone: 'warning', word: 'Degraded' },
  DOWN: { shape: 'failed', tone: 'error', word: 'Not reachable' },
  UNKNOWN: { shape: 'queued', tone: 'quiet', word: 'Not checked yet' },
};

/** The providers that models come from, whether they answer, and what their models cost. */
export function ModelsTab() {
  const [{ data, error }, refetch] = useQuery({ query: ModelProvidersDocument, requestPolicy: 'cache-and-network' });
  if (data === undefined && error !== undefined)
    return (
      <ProblemPanel
        title="Models did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (data === undefined) return <SkeletonRows rows={4} label="Loading models" />;
  if (data.modelProviders.length === 0)
    return (
      <Empty title="No model provider">
        Start Aether with a key such as OPENAI_API_KEY, or with the address of an OpenAI-compatible server.
      </Empty>
    );
  return (
    <div className="flex flex-col gap-6">
      {data.modelProviders.map((provider) => {
        const health = HEALTH[provider.status];
        return (
          <section key={provider.id} aria-label={provider.name}>
            <div className="mb-2 flex flex-wrap items-center gap-x-3">
              <h2 className="font-semibold">{provider.name}</h2>
              <Status shape={health.shape} tone={health.tone} quietWord={health.tone === 'success'}>
                {health.word}
              </Status>
              {provider.enabled ? null : <Tag>Disabled</Tag>}
              <span className="text-12 text-ink-3">{provider.baseUrl}</span>
            </div>
            {provider.lastError ? <p className="mb-2 text-error">{provider.lastError}</p> : null}
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
                <table className="rows" aria-label={`Models of ${provider.name}`}>
                  <thead>
                    <tr>
                      <th>Model</th>
                      <th className="max-md:hidden">Can</th>
                      <th className="number">In / 1 M</th>
                      <th className="number">Out / 1 M</th>
                    </tr>
                  </thead>
                  <tbody>
                    {provider.models.map((model) => (
                      <tr key={model.id}>
                        <td>
                          <span className="flex items-center gap-2">
                            <code className="font-mono text-12">{model.slug}</code>
                            {model.builtIn ? <Tag>built-in, no language model</Tag> : null}
                            {model.enabled ? null : <Tag>Disabled</Tag>}
                          </span>
                        </td>
                        <td className="max-w-48 truncate text-ink-2 max-md:hidden">
                          {model.capabilities
                            .map((capability) => capability.toLowerCase().replaceAll('_', ' '))
                            .join(', ')}
                        </td>
                        <td className="number">{cost(model.inputPricePerMillion, model.unpriced)}</td>
                        <td className="number">{cost(model.outputPricePerMillion, model.unpriced)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </div>
          </section>
        );
      })}
    </div>
  );
}
