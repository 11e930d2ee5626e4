import type { ServiceParts } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { executeAgent } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import { executeAs } from '@aether/test-support';
import type { Service } from '@aether/common/service';
import type { ExecutionsConfig } from '../src/index.ts';
import { createExecutions, eventOf, type TestExecutions } from './create-executions.ts';
import { rightsOperations, type RightsOf } from './rights-operations.ts';
import { agentSpec, runnableAgent } from './run-agent-spec.ts';
import { type ModelTurn, type AskedModel, scriptedModelFetch } from './scripted-model-fetch.ts';
import type { ToolGateway } from './tool-gateway.ts';

export interface ToolFacts {
  readonly effect?: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';
  readonly approval?: 'NEVER' | 'ON_WRITE' | 'ALWAYS';
  readonly inputSchema?: object;
  readonly approved?: boolean;
}

export interface ToolAgent {
  readonly tools: Readonly<Record<string, ToolFacts>>;
  readonly model: (asked: AskedModel) => ModelTurn;
  readonly gateway: ToolGateway;
  readonly spec?: Partial<AgentSpecInput>;
  readonly config?: Partial<ExecutionsConfig>;
  readonly parts?: Partial<ServiceParts>;
  readonly neo4jUri?: string;
  /** Agents that it may call, by their slugs. */
  readonly others?: Readonly<Record<string, Partial<AgentSpecInput>>>;
  /** What identity says that people may do. */
  readonly rights?: RightsOf;
}

/** The service with the real loop, an agent that may call the tools of the server `crm`, and a script for a model. */
export function createToolAgent(agent: ToolAgent): Promise<TestExecutions> {
  const { tools, model, gateway, config, parts, neo4jUri, others = {} } = agent;
  const named = Object.keys(tools).map((name) => [name, { tool: `crm/${name}`, approval: 'NEVER' as const }]);
  const spec = agentSpec({ tools: Object.fromEntries(named), ...agent.spec });
  const catalog = Object.entries(tools).map(([name, facts]) => ({
    id: `tol_${name}`,
    slug: `crm/${name}`,
    name,
    title: null,
    description: `Does ${name}.`,
    inputSchema: { type: 'object' },
    outputSchema: null,
    effect: 'READ',
    approval: 'NEVER',
    definitionHash: `hash of ${name} ${JSON.stringify(facts.inputSchema)}`,
    approved: true,
    ...facts,
  }));
  return createExecutions({
    executeAgent,
    operations: {
      ...rightsOperations(agent.rights),
      AgentVersionForRun: ({ slug, agentId }) => {
        const name = Object.keys(others).find((each) => each === slug || `agt_${each}` === agentId);
        if (name === undefined) return { agentVersionForRun: { ...runnableAgent({ spec }), tools: catalog } };
        const called = { ...runnableAgent({ spec: agentSpec(others[name]) }), agentId: `agt_${name}`, slug: name };
        const slugs = new Set(Object.values(called.spec.tools).map((each) => each.tool));
        const own = catalog.filter((each) => slugs.has(each.slug));
        return { agentVersionForRun: { ...called, versionId: `ver_${name}`, tools: own } };
      },
    },
    parts: { modelFetch: scriptedModelFetch(model), toolFetch: gateway.fetch, ...parts },
    ...(config === undefined ? {} : { config }),
    ...(neo4jUri === undefined ? {} : { neo4jUri }),
  });
}

export interface AskedFor {
  readonly approvalId: string;
  readonly proposedHash: string;
  readonly proposed: unknown;
  readonly form: unknown;
  readonly link: string | null;
}

/** Waits until the run asks a person. @param after id of an earlier question: waits for another one */
export async function approvalOf(service: Service, viewer: Viewer, id: string, after?: string): Promise<AskedFor> {
  const { event } = await eventOf(
    service,
    viewer,
    id,
    (each) => each.event.__typename === 'ApprovalRequested' && each.event['approvalId'] !== after,
  );
  return event as unknown as AskedFor;
}

const DECIDE = `mutation ($input: DecideApprovalInput!) { decideApproval(input: $input) {
  approval { id status comment decidedBy { id } execution { id status } step { key status } } userErrors { path code message } } }`;

export interface DecideAnswer {
  readonly decideApproval: {
    readonly approval: { readonly status: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  };
}

export function decide(
  service: Service,
  viewer: Viewer,
  asked: AskedFor,
  input: Readonly<Record<string, unknown>> = {},
) {
  const { approvalId, proposedHash } = asked;
  return executeAs<DecideAnswer>(service, viewer, DECIDE, {
    input: { approvalId, proposedHash, decision: 'APPROVE', ...input },
  });
}
