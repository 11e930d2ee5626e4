import { createLogger } from '@aether/common/service';
import type { AgentSpecInput } from '@aether/schema';
import {
  type AgentAnswer,
  type AgentRequest,
  type CommandRunner,
  type EgressUse,
  executeAgent,
  type PinnedTool,
  type RetrievedPassage,
  type RunOutcome,
  type RuntimeParts,
  type ToolAnswer,
  type ToolRequest,
} from '../src/index.ts';
import { memoryArtifacts } from './memory-artifacts.ts';
import { renderDocument } from '../src/artifacts/render-document.ts';
import { type JournalOptions, memoryJournal } from './memory-journal.ts';
import { type ScriptedAnswer, scriptedModel } from './scripted-model.ts';

export type FlowInput = NonNullable<AgentSpecInput['flow']>;

/** Nodes behind one another: input, then the given ones in their order, then an output of `answer`. */
export function sequence(nodes: FlowInput['nodes'], answer: string): FlowInput {
  const ids = ['begin', ...Object.keys(nodes), 'end'];
  return {
    nodes: { begin: { type: 'input' }, ...nodes, end: { type: 'output', fields: { answer } } },
    edges: Object.fromEntries(ids.slice(1).map((to, index) => [`e${index}`, { from: ids[index] ?? '', to }])),
  };
}

export const passage = (id: string): RetrievedPassage => ({
  passageId: id,
  documentTitle: `Document ${id}`,
  headingPath: [],
  page: null,
  startOffset: 0,
  endOffset: 20,
  text: `Passage ${id} says yes.`,
  score: 1,
});

export const pinnedTool = (name: string, overrides: Partial<PinnedTool> = {}): PinnedTool => ({
  id: `tol_${name}`,
  slug: `crm/${name}`,
  title: null,
  description: `Does ${name}.`,
  inputSchema: { type: 'object' },
  effect: 'READ',
  approval: 'NEVER',
  definitionHash: name,
  problem: null,
  ...overrides,
});

export interface FlowWorldOptions extends Omit<JournalOptions, 'spec'> {
  readonly spec?: Partial<AgentSpecInput>;
  readonly answers?: readonly ScriptedAnswer[];
  readonly answer?: (request: ToolRequest) => ToolAnswer | Promise<ToolAnswer>;
  readonly found?: readonly RetrievedPassage[];
  /** What addresses answer. */
  readonly outside?: typeof fetch;
  /** What programs write. */
  readonly command?: CommandRunner['run'];
  readonly agent?: (request: AgentRequest) => AgentAnswer;
}

const noAgent = (): never => {
  throw new Error('This flow calls no agent.');
};

/** A WORKFLOW agent with scripted models, tools and notebooks. */
export function flowWorld(flow: FlowInput, options: FlowWorldOptions = {}) {
  const {
    answers = [],
    answer = () => ({ isError: false, text: 'done', structured: null }),
    found = [],
    agent = noAgent,
    outside = () => Promise.reject(new Error('This flow calls no address.')),
    command = () => Promise.reject(new Error('This flow runs no program.')),
  } = options;
  const model = scriptedModel(answers);
  const called: ToolRequest[] = [];
  const agentsCalled: AgentRequest[] = [];
  const queries: string[] = [];
  const opened: EgressUse[] = [];
  const artifacts = memoryArtifacts();
  const parts: RuntimeParts = {
    searchKnowledge: async ({ query }) => {
      queries.push(query);
      return { passages: found, partial: false };
    },
    modelClient: () => model.client,
    tools: {
      call: async (request) => {
        called.push(request);
        return answer(request);
      },
    },
    artifacts,
    renderDocument,
    agents: {
      run: async (request) => {
        agentsCalled.push(request);
        return agent(request);
      },
    },
    egress: {
      open: (use) => {
        opened.push(use);
        return outside;
      },
    },
    commands: { run: command },
    logger: createLogger('test', { level: 'silent' }),
  };
  const tools = Object.fromEntries(
    (options.tools ?? []).map(({ slug }) => [slug.slice('crm/'.length), { tool: slug, approval: 'NEVER' as const }]),
  );
  const journal = memoryJournal({
    input: { question: 'Why?' },
    ...options,
    spec: {
      kind: 'WORKFLOW',
      inputs: { type: 'object', properties: {} },
      flow,
      tools,
      guards: { untrustedContent: 'ALLOW', outboundApproval: false },
      ...options.spec,
    },
  });
  return {
    journal,
    artifacts,
    called,
    agentsCalled,
    queries,
    opened,
    sent: model.sent,
    run: (): Promise<RunOutcome> => executeAgent(journal, parts),
  };
}
