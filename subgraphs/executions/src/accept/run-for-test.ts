import { hashInput } from '@aether/common/graph';
import { ForbiddenError, NotFoundError, ValidationError } from '@aether/common/service';
import { agentOfTool, agentSpecSchema, type AgentSpec, writingTools } from '@aether/schema';
import { AgentAccessDocument } from '@aether/schema/internal/agents';
import { publishedAgents } from '../agents/published-agents.ts';
import type { ExecutionsParts } from '../context.ts';
import { NoRecordedAnswersError } from '../errors.ts';
import { pinnedToolsOf } from '../tools/pinned-tools-of.ts';
import type { NamedIdInput, RunForTestInput } from '../types/run-for-test-input.ts';
import type { RunnableVersion, VersionCall } from './agent-versions.ts';
import { acceptRun, type RunAgentOutcome } from './accept-run.ts';
import { checkRun } from './check-run.ts';

/**
 * Accepts a run of a specification that testing pinned, as it runs one of a draft. The person's right to run the agent is asked anew:
 * it may have been taken away since the specification was pinned.
 * @throws PlatformError with a code for everything that is wrong with the request; then nothing was written
 */
export async function runForTest(
  parts: ExecutionsParts,
  input: RunForTestInput,
  call: VersionCall,
): Promise<RunAgentOutcome> {
  checkRun(input);
  const spec = parseSpec(input.specification);
  // Recorded answers of tools do not exist yet, and a test that promised not to write must not write.
  if (input.mockTools) {
    const writing = writingTools(spec);
    if (writing.length > 0) throw new NoRecordedAnswersError(writing);
  }
  const version = await allowedVersion(parts, input, spec, call);
  return acceptRun(
    parts,
    input,
    {
      version,
      conversationId: null,
      operation: 'runForTest',
      delivery: null,
      origin: null,
      lineage: null,
      rootId: null,
    },
    call,
  );
}

async function allowedVersion(
  parts: ExecutionsParts,
  { agentId, draftRevision, notebooks, models, tools }: RunForTestInput,
  spec: AgentSpec,
  call: VersionCall,
): Promise<RunnableVersion> {
  const { viewer, requestId, traceparent } = call;
  const onBehalfOf = { onBehalfOf: viewer, requestId, traceparent };
  const { agent } = await parts.operations.call(AgentAccessDocument, { id: agentId }, onBehalfOf);
  if (agent === null || agent === undefined) throw new NotFoundError('agent', agentId);
  const verdict = agent.viewerActions.find((action) => action.name === 'runAgent');
  if (verdict?.allowed !== true)
    throw new ForbiddenError('agent:run', verdict?.reason == null ? {} : { reason: verdict.reason });
  return {
    agentId,
    slug: agent.slug,
    ownsAgent: viewer.userId !== null && agent.owner?.id === viewer.userId,
    versionId: null,
    draftRevision,
    spec,
    specText: JSON.stringify(spec),
    hash: hashInput(spec),
    notebooks: idsBySlug(notebooks),
    models: idsBySlug(models),
    modelStates: {},
    tools: pinnedToolsOf(spec, { tools, agents: await agentsToCall(parts, spec, call) }),
  };
}

/** Agents among the tools of the specification, as they are published now: testing pinned tools only. */
async function agentsToCall(parts: ExecutionsParts, spec: AgentSpec, call: VersionCall): Promise<readonly object[]> {
  const named = new Set(Object.values(spec.tools).flatMap(({ tool }) => agentOfTool(tool) ?? []));
  if (named.size === 0) return [];
  const published = await publishedAgents(parts.operations, call);
  return published
    .filter(({ slug }) => named.has(slug))
    .map(({ slug, name, description, inputSchema }) => {
      const definition = { slug, name, description, inputSchema };
      return { ...definition, hash: hashInput(definition) };
    });
}

function parseSpec(specification: unknown): AgentSpec {
  const parsed = agentSpecSchema.safeParse(specification);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ValidationError(
    ['input', 'specification', ...(issue?.path ?? []).map(String)],
    'a valid specification',
    issue?.message ?? 'another value',
  );
}

function idsBySlug(named: readonly NamedIdInput[]): Readonly<Record<string, string>> {
  return Object.fromEntries(named.map(({ slug, id }) => [slug, id]));
}
