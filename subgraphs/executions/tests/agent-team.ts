import type { ServiceParts } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { callAgent, executeAgent } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import { executeAs, type OperationHandlers } from '@aether/test-support';
import type { Service } from '@aether/common/service';
import type { ExecutionsConfig } from '../src/index.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { createExecutions, startRun, type TestExecutions } from './create-executions.ts';
import { agentSpec } from './run-agent-spec.ts';
import { type AskedModel, type ModelTurn, scriptedModelFetch } from './scripted-model-fetch.ts';

export interface Member {
  /** Slugs of the agents that it may call. */
  readonly calls?: readonly string[];
  readonly spec?: Partial<AgentSpecInput>;
  readonly status?: string;
}

export interface AgentTeam {
  readonly members: Readonly<Record<string, Member>>;
  /** What the model of each agent does: its instructions begin with its slug. */
  readonly model?: (agent: string, asked: AskedModel) => ModelTurn;
  readonly executeAgent?: ExecuteAgent;
  readonly config?: Partial<ExecutionsConfig>;
  readonly parts?: Partial<ServiceParts>;
  /** Changed by a test while runs go on. */
  readonly withdrawn?: Set<string>;
}

const QUESTION = { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] };

function operations({ members, withdrawn }: AgentTeam): OperationHandlers {
  const answer = (slug: string) => {
    const member = members[slug];
    if (member === undefined) return null;
    const tools = Object.fromEntries((member.calls ?? []).map((name) => [name, { tool: `agent/${name}` }]));
    const spec = agentSpec({ instructions: `${slug} answers.`, inputs: QUESTION, tools, ...member.spec });
    const status = withdrawn?.has(slug) === true ? 'DISABLED' : (member.status ?? 'PUBLISHED');
    return {
      agentId: `agt_${slug}`,
      slug,
      status,
      versionId: `ver_${slug}`,
      draftRevision: null,
      spec,
      hash: JSON.stringify(spec),
      notebooks: [],
      models: [],
      tools: [],
      agents: (member.calls ?? []).map((name) => ({
        id: `agt_${name}`,
        slug: name,
        name: `Agent ${name}`,
        description: '',
        inputSchema: QUESTION,
        hash: `hash of ${name}`,
        refusal: null,
      })),
      viewerActions: [{ name: 'runAgent', allowed: status === 'PUBLISHED', reason: 'It is disabled.' }],
    };
  };
  return { AgentVersionForRun: ({ slug, agentId }) => ({ agentVersionForRun: answer(String(slug ?? agentId)) }) };
}

/** The service with agents that call each other. */
export function createTeam(team: AgentTeam): Promise<TestExecutions> {
  const { model, config, parts } = team;
  const slugs = Object.keys(team.members);
  const turn = (asked: AskedModel): ModelTurn => {
    const text = String(asked.messages[0]?.content);
    return model?.(slugs.find((slug) => text.includes(`${slug} answers.`)) ?? '', asked) ?? { text: 'Done.' };
  };
  return createExecutions({
    executeAgent: team.executeAgent ?? executeAgent,
    operations: operations(team),
    parts: { modelFetch: scriptedModelFetch(turn), ...parts },
    ...(config === undefined ? {} : { config }),
  });
}

export function startMember(
  service: Service,
  viewer: Viewer,
  slug: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return startRun(service, viewer, { agentId: null, slug, input: { question: 'Why?' }, ...input });
}

/** A loop that calls the named agents beside each other, as steps `call/0`, `call/1` …, and answers what they said. */
export const callsBeside =
  (calls: (agent: string) => readonly string[], work: ExecuteAgent): ExecuteAgent =>
  async (journal, parts) => {
    const slug = journal.run.agentId.slice('agt_'.length);
    const called = calls(slug);
    if (called.length === 0) return work(journal, parts);
    const answers = await Promise.all(
      called.map((agentSlug, index) =>
        callAgent(journal, parts, {
          key: `call/${index}`,
          name: agentSlug,
          agentSlug,
          input: { question: 'Why?' },
          budgetLeft: journal.run.budget,
        }),
      ),
    );
    const texts = answers.map((answer) => ('failure' in answer ? answer.failure.code : answer.text));
    return { output: { answer: texts.join(' ') }, text: texts.join(' '), citations: [] };
  };

const FIELDS = 'id status origin spent ownSpent budget agent { id } error { code message }';
const TREE = `query ($id: ID!) { execution(id: $id) { ${FIELDS} parent { id }
  children { edges { node { ${FIELDS} parent { id } children { edges { node { ${FIELDS} } } } } } }
  chain { summary { totalCost unpriced } steps { edges { node { key type status cost error { code message }
    childExecution { id status } } } } } } }`;

export interface RunNode {
  readonly id: string;
  readonly status: string;
  readonly spent: number;
  readonly ownSpent: number;
  readonly budget: number | null;
  readonly agent: { readonly id: string };
  readonly error: { readonly code: string } | null;
  readonly parent: { readonly id: string } | null;
  readonly children: { readonly edges: readonly { readonly node: RunNode }[] };
  readonly chain: {
    readonly summary: { readonly totalCost: number };
    readonly steps: {
      readonly edges: readonly {
        readonly node: {
          readonly key: string;
          readonly type: string;
          readonly status: string;
          readonly cost: number | null;
          readonly error: { readonly code: string; readonly message: string } | null;
          readonly childExecution: { readonly id: string; readonly status: string } | null;
        };
      }[];
    };
  };
}

export async function treeOf(service: Service, viewer: Viewer, id: string): Promise<RunNode> {
  const { data, errors } = await executeAs<{ execution: RunNode }>(service, viewer, TREE, { id });
  if (data?.execution == null) throw new Error(`There is no run "${id}": ${JSON.stringify(errors)}`);
  return data.execution;
}

export const childrenOf = (run: RunNode): readonly RunNode[] => run.children.edges.map(({ node }) => node);

const CANCEL = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { execution { status } } }`;

export function cancel(service: Service, viewer: Viewer, executionId: string) {
  return executeAs(service, viewer, CANCEL, { input: { executionId } });
}
