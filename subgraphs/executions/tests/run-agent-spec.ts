import { agentSpecSchema, type AgentSpecInput } from '@aether/schema';
import type { OperationHandlers } from '@aether/test-support';

/** A Q&A agent that asks for `question`. */
export function agentSpec(overrides: Partial<AgentSpecInput> = {}) {
  return agentSpecSchema.parse({
    specVersion: 1,
    kind: 'QA',
    instructions: 'Answer.',
    inputs: {
      type: 'object',
      properties: { question: { type: 'string' }, message: { type: 'string' } },
      additionalProperties: false,
      minProperties: 1,
    },
    ...overrides,
  });
}

export const AGENT_ID = 'agt_01JD0000000000000000000000';
export const VERSION_ID = 'ver_01JD0000000000000000000000';

export interface RunnableAgentFacts {
  readonly status?: string;
  readonly isAllowed?: boolean;
  readonly ownerId?: string;
  readonly spec?: ReturnType<typeof agentSpec>;
}

/** What agents answer about the one agent that there is. */
export function runnableAgent({
  status = 'PUBLISHED',
  isAllowed = true,
  ownerId = 'usr_01JD0000000000000000000000',
  spec = agentSpec(),
}: RunnableAgentFacts = {}) {
  return {
    agentId: AGENT_ID,
    slug: 'helper',
    ownerId,
    status,
    versionId: VERSION_ID,
    draftRevision: null,
    spec,
    hash: JSON.stringify(spec),
    notebooks: [],
    models: [{ id: 'mdl_01JD0000000000000000000000', slug: 'builtin/extract' }],
    viewerActions: [{ name: 'runAgent', allowed: isAllowed, reason: isAllowed ? null : 'Not for you.' }],
  };
}

/** Answers of agents: the one agent by its id, slug or version; null for every other. */
export function agentOperations(facts: RunnableAgentFacts = {}): OperationHandlers {
  return {
    AgentVersionForRun: ({ id, agentId, slug }) => ({
      agentVersionForRun: [id, agentId, slug].some(
        (name) => name === VERSION_ID || name === AGENT_ID || name === 'helper',
      )
        ? runnableAgent(facts)
        : null,
    }),
  };
}
