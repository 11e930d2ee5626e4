import { requireViewer } from '@aether/common/service';
import type { AgentSpec } from '@aether/schema';
import { seesDraft, verdictsForRun } from './agent-actions.ts';
import type { AgentRecord } from './agent.ts';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import type { AgentKey } from '../db/published-reader.ts';
import type { VersionRecord } from './draft.ts';
import { AgentNotPublishedError, InvalidSpecError, NotebooksUnavailableError, StaleRevisionError } from '../errors.ts';
import { loadAgent, loadDraft, loadVisibleVersion } from '../loaders.ts';
import {
  type ReferenceFacts,
  agentSlugs,
  modelSlugs,
  notebookSlugs,
  toolSlugs,
} from '../validation/reference-issues.ts';
import { specHash } from './spec-hash.ts';
import type { RunnableAgent } from '../types/runnable-agent.ts';
import { shapedSpec } from '../validation/validation.ts';

/** Any version by its id. */
export async function runnableVersion(context: AgentsContext, versionId: string): Promise<RunnableAgent | null> {
  const version = await loadVisibleVersion(context, versionId);
  const agent = version === null ? null : await loadAgent(context, version.agentId);
  if (version === null || agent === null) return null;
  return fromVersion(
    context,
    agent,
    version,
    await context.parts.validator.lookUp(version.spec, lookUpCallOf(context)),
  );
}

/** @throws AgentNotPublishedError when there is no published version yet */
export async function runnablePublished(context: AgentsContext, key: AgentKey): Promise<RunnableAgent | null> {
  const found = await context.parts.published.find(requireViewer(context), key);
  if (found === null) return null;
  const { agent, version, models, tools } = found;
  if (version === null) throw new AgentNotPublishedError(agent.slug);
  const [spec, call] = [specOf(version), lookUpCallOf(context)];
  const [notebooks, agents] = await Promise.all([
    context.parts.validator.lookUpNotebooks(spec, call),
    context.parts.validator.lookUpAgents(spec, call),
  ]);
  return fromVersion(context, agent, version, {
    models: new Map(models.map((model) => [model.slug, model])),
    tools: new Map(tools.map((tool) => [tool.slug, tool])),
    notebooks,
    agents,
  });
}

/**
 * The draft, for its author's own try.
 * @throws StaleRevisionError when the draft is at another revision
 * @throws InvalidSpecError when it cannot run
 */
export async function runnableDraft(
  context: AgentsContext,
  key: AgentKey,
  revision: number,
): Promise<RunnableAgent | null> {
  const viewer = requireViewer(context);
  const agent = await find(context, key);
  // Who may not see the draft learns nothing about it, not even its revision.
  const draft = agent !== null && seesDraft(viewer, agent) ? await loadDraft(context, agent.id) : null;
  if (agent === null || draft === null) return null;
  if (draft.revision !== revision) throw new StaleRevisionError(revision, draft.revision);
  const { spec, valid, issues, facts } = await context.parts.validator.validate(draft.spec, lookUpCallOf(context));
  if (spec === null || !valid)
    throw new InvalidSpecError(
      agent.slug,
      issues.filter((issue) => issue.severity === 'ERROR'),
    );
  return {
    ...describe(agent, spec, facts),
    versionId: null,
    draftRevision: revision,
    spec,
    hash: specHash(spec),
    viewerActions: verdictsForRun(viewer, agent, 'draft'),
  };
}

async function find(context: AgentsContext, key: AgentKey): Promise<AgentRecord | null> {
  return 'id' in key ? loadAgent(context, key.id) : context.parts.agents.bySlug(requireViewer(context), key.slug);
}

function fromVersion(
  context: AgentsContext,
  agent: AgentRecord,
  version: VersionRecord,
  facts: ReferenceFacts,
): RunnableAgent {
  const viewerActions = verdictsForRun(requireViewer(context), agent, 'version');
  const described = describe(agent, specOf(version), facts);
  return {
    ...described,
    versionId: version.id,
    draftRevision: null,
    spec: version.spec,
    hash: version.hash,
    viewerActions,
  };
}

function specOf(version: VersionRecord): AgentSpec {
  const spec = shapedSpec(version.spec);
  if (spec === null) throw new Error(`The version ${version.id} holds a specification that was never valid.`);
  return spec;
}

/**
 * Models in the order in which they are tried; those that are gone are left out, as are tools, and notebooks that the viewer may not read.
 * Tools that may not be called are among them: a run tells why it lacks one.
 * @throws NotebooksUnavailableError when memory does not answer: a run without its knowledge would answer wrongly instead of later
 */
function describe(
  agent: AgentRecord,
  spec: AgentSpec,
  { models, notebooks, tools, agents }: ReferenceFacts,
): Pick<RunnableAgent, 'agentId' | 'slug' | 'ownerId' | 'status' | 'models' | 'notebooks' | 'tools' | 'agents'> {
  if (notebooks === null) throw new NotebooksUnavailableError(agent.slug);
  return {
    agentId: agent.id,
    slug: agent.slug,
    ownerId: agent.ownerId,
    status: agent.status,
    models: modelSlugs(spec).flatMap((slug) => models.get(slug) ?? []),
    tools: toolSlugs(spec).flatMap((slug) => tools.get(slug) ?? []),
    agents: agentSlugs(spec).flatMap((slug) => agents.get(slug) ?? []),
    notebooks: notebookSlugs(spec).flatMap((slug) => {
      const id = notebooks.get(slug);
      return id === undefined || id === null ? [] : [{ slug, id }];
    }),
  };
}
