import { agentOfTool, type AgentSpec } from '@aether/schema';
import { flowAgents } from '../validation/flow-agents.ts';
import { mediaModels } from '../validation/media-models.ts';
import {
  type ReferenceFacts,
  agentSlugs,
  modelSlugs,
  notebookSlugs,
  referenceIssues,
  toolSlugs,
} from '../validation/reference-issues.ts';

export const RequirementKind = { TOOL: 'TOOL', NOTEBOOK: 'NOTEBOOK', MODEL: 'MODEL', AGENT: 'AGENT' } as const;
export type RequirementKind = keyof typeof RequirementKind;

/** A reference by slug, judged for one person. */
export interface RequirementVerdict {
  readonly kind: RequirementKind;
  readonly slug: string;
  readonly name: string;
  readonly satisfied: boolean;
  /** Why not. */
  readonly reason: string | null;
}

/** Everything that a specification refers to, with what validation would say about it to whom the facts were looked up for. */
export function requirementsOf(spec: AgentSpec, facts: ReferenceFacts): readonly RequirementVerdict[] {
  const refusals = referenceIssues(spec, facts).filter(({ severity }) => severity === 'ERROR');
  const refusalAt = (holds: (path: readonly string[]) => boolean): string | null =>
    refusals.find(({ path }) => holds(path))?.message ?? null;
  return [
    ...modelSlugs(spec).map((slug) =>
      judged(
        'MODEL',
        slug,
        facts.models.get(slug)?.name ?? slug,
        refusalAt((path) => modelAt(spec, path) === slug),
      ),
    ),
    ...notebookSlugs(spec).map((slug) => judged('NOTEBOOK', slug, slug, notebookRefusal(slug))),
    ...toolSlugs(spec).map((tool) =>
      judged(
        'TOOL',
        tool,
        tool,
        refusalAt((path) => toolAt(spec, path) === tool),
      ),
    ),
    ...agentSlugs(spec).map((slug) =>
      judged(
        'AGENT',
        slug,
        facts.agents.get(slug)?.name ?? slug,
        refusalAt((path) => agentAt(spec, path) === slug),
      ),
    ),
  ];

  function notebookRefusal(slug: string): string | null {
    if (facts.notebooks === null) return 'The notebooks could not be looked up at the moment.';
    return refusalAt(([part, id]) => part === 'knowledge' && spec.knowledge[id ?? '']?.notebook === slug);
  }
}

function judged(kind: RequirementKind, slug: string, name: string, reason: string | null): RequirementVerdict {
  return { kind, slug, name, satisfied: reason === null, reason };
}

function modelAt(spec: AgentSpec, path: readonly string[]): string | null {
  const [part, field, index] = path;
  if (part === 'produces')
    return mediaModels(spec).find((media) => media.path.join('/') === path.join('/'))?.slug ?? null;
  if (part !== 'model') return null;
  return field === 'primary' ? spec.model.primary : (spec.model.fallbacks[Number(index)] ?? null);
}

/** Of an agent among its tools, or in its flow. */
function agentAt(spec: AgentSpec, path: readonly string[]): string | null {
  const inFlow = flowAgents(spec).find((agent) => agent.path.join('/') === path.join('/'));
  return inFlow?.slug ?? agentOfTool(toolAt(spec, path) ?? '');
}

function toolAt(spec: AgentSpec, [part, id]: readonly string[]): string | null {
  return part === 'tools' ? (spec.tools[id ?? '']?.tool ?? null) : null;
}
