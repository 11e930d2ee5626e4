import type { AgentSpec, FlowNode } from '@aether/schema';
import type { AgentHealth, HealthFacts } from './runnable-agent.ts';
import { worseOf } from './worse-of.ts';

const HEALTHY: AgentHealth = { status: 'HEALTHY', detail: null };

/** Whether the models and tools that an agent names can be used: as the catalog knows them, without a call. */
export function healthOfParts(spec: AgentSpec, { models, tools }: Pick<HealthFacts, 'models' | 'tools'>): AgentHealth {
  const ofTools = tools
    .filter(({ problem }) => problem !== null)
    .map(({ slug, problem }): AgentHealth => ({
      status: 'DEGRADED',
      detail: `"${slug}" cannot be called: ${problem}.`,
    }));
  const ofModels = asksModel(spec) ? [healthOfModels(spec, models)] : [];
  return [...ofModels, ...ofTools].reduce(worseOf, HEALTHY);
}

/** One that cannot answer leaves the others; without any there is no answer. */
function healthOfModels({ model }: AgentSpec, models: HealthFacts['models']): AgentHealth {
  const slugs = [model.primary, ...model.fallbacks];
  const problems = slugs.flatMap((slug) => {
    const known = models[slug];
    if (known === undefined) return [`There is no model ${slug} in the catalog`];
    if (!known.enabled) return [`${slug} is switched off`];
    return known.status === 'DOWN' ? [`${slug} cannot be reached`] : [];
  });
  if (problems.length === 0) return HEALTHY;
  return { status: problems.length === slugs.length ? 'DOWN' : 'DEGRADED', detail: `${problems.join('; ')}.` };
}

/** A flow may do without one. */
function asksModel({ kind, flow }: AgentSpec): boolean {
  if (kind !== 'WORKFLOW' || flow === undefined) return true;
  const works = Object.values(flow.nodes).map((node: FlowNode) => (node.type === 'map' ? node.each : node));
  return works.some(({ type }) => type === 'model');
}
