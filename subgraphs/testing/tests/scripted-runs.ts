import type { Viewer } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import { agentSpecSchema } from '@aether/schema';
import type { OperationHandlers } from '@aether/test-support';

export interface ScriptedAnswer {
  readonly answer?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly cost?: number | null;
  readonly durationMs?: number;
  readonly citations?: number;
  readonly tools?: readonly string[];
}

interface StartedRun {
  readonly model: string;
  readonly question: string;
  readonly specification: { readonly model: { readonly parameters: object }; readonly instructions: string };
  readonly budget: number | null;
  readonly runAs: Viewer | null;
  cancelled: boolean;
  asked: number;
}

export const MODELS = {
  small: { slug: 'openai/small', inputPricePerMillion: 1_000_000_000, outputPricePerMillion: 2_000_000_000 },
  large: { slug: 'openai/large', inputPricePerMillion: 10_000_000_000, outputPricePerMillion: 20_000_000_000 },
  unpriced: { slug: 'local/free', inputPricePerMillion: null, outputPricePerMillion: null },
  extract: { slug: 'builtin/extract', inputPricePerMillion: null, outputPricePerMillion: null },
} as const;

export type ModelKey = keyof typeof MODELS;

/** Agents and executions as a comparison meets them: runs answer what `answer` says, and end when `release` lets them. */
export class ScriptedRuns {
  readonly runs = new Map<string, StartedRun>();
  readonly starts: string[] = [];
  /** Model and question → what the run answers; a thrown error refuses the start. */
  answer: (model: string, question: string) => ScriptedAnswer = () => ({ answer: 'Yes.' });
  /** Whether a run may end now. */
  release: (model: string, question: string) => boolean = () => true;
  /** Done with every run that was started, before its start is answered. */
  onStart: () => Promise<unknown> = async () => {};
  draft = { revision: 7, spec: { model: { primary: 'openai/large', fallbacks: ['openai/small'] } } as object };
  promoted: unknown[] = [];
  tools: Record<string, { tool: string; effect?: 'READ' }> = {};
  readonly #owner: () => Viewer;
  readonly #byKey = new Map<string, string>();

  constructor(owner: () => Viewer) {
    this.#owner = owner;
  }

  get operations(): OperationHandlers {
    return {
      AgentAccess: ({ id }, { onBehalfOf }) => ({
        agent: this.#isOurs(onBehalfOf) ? this.#agent(id, onBehalfOf) : null,
      }),
      AgentVersionForRun: (_, { onBehalfOf }) => ({
        agentVersionForRun: this.#isOurs(onBehalfOf)
          ? {
              agentId: 'agt',
              slug: 'helper',
              spec: agentSpecSchema.parse({
                specVersion: 1,
                kind: 'QA',
                instructions: 'Answer.',
                inputs: { type: 'object' },
                model: { primary: 'openai/large', fallbacks: ['openai/small'], parameters: { temperature: 1 } },
                tools: this.tools,
              }),
              notebooks: [],
              models: [],
              tools: [],
              viewerActions: [{ name: 'runAgent', allowed: true, reason: null }],
            }
          : null,
      }),
      ModelForComparison: ({ id }) => {
        const key = Object.keys(MODELS).find((each) => id === `mdl_${each}`) as ModelKey | undefined;
        const facts = { enabled: true, capabilities: ['CHAT'], builtIn: key === 'extract' };
        return { model: key === undefined ? null : { id, ...MODELS[key], ...facts } };
      },
      ModelsToCompare: () => ({
        models: {
          edges: Object.entries(MODELS).map(([key, model]) => ({
            node: {
              id: `mdl_${key}`,
              ...model,
              builtIn: key === 'extract',
              unpriced: model.inputPricePerMillion === null,
            },
          })),
        },
      }),
      UsualUsage: () => ({ usualUsage: null }),
      DraftForPromotion: ({ id }) => ({ agent: { id, draft: this.draft } }),
      PromoteToDraft: ({ input }) => {
        const { operations } = input as { operations: unknown[] };
        this.promoted = operations;
        return { updateAgentDraft: { draft: { revision: this.draft.revision + 1 }, conflict: null, userErrors: [] } };
      },
      RunForTest: async ({ input }, { onBehalfOf }) => {
        const started = this.#start(input as never, onBehalfOf);
        await this.onStart();
        return started;
      },
      RunProgress: ({ input }) => this.#progress(input as never),
      CancelRun: ({ input }) => {
        const run = this.runs.get((input as { executionId: string }).executionId);
        if (run !== undefined) run.cancelled = true;
        return { cancelExecution: { userErrors: [] } };
      },
      RunInput: ({ id }) => ({
        execution: id === 'exe_known' ? { id, agent: { id: this.#agentId }, input: { question: 'From a run?' } } : null,
      }),
    };
  }

  #agentId: unknown = null;

  #agent(id: unknown, viewer: Viewer | null) {
    this.#agentId = id;
    return {
      id,
      slug: 'helper',
      name: 'Helper',
      viewerActions: [
        { name: 'updateAgent', allowed: viewer?.permissions.includes('agent:update') === true, reason: null },
      ],
    };
  }

  #isOurs(viewer: Viewer | null): boolean {
    return viewer?.tenantId === this.#owner().tenantId;
  }

  #start(
    input: {
      readonly specification: StartedRun['specification'] & { readonly model: { readonly primary: string } };
      readonly input: { readonly question: string };
      readonly budget: number | null;
      readonly idempotencyKey: string;
    },
    runAs: Viewer | null,
  ) {
    const { specification, budget, idempotencyKey } = input;
    const model = specification.model.primary;
    const { question } = input.input;
    const known = this.#byKey.get(idempotencyKey);
    this.starts.push(idempotencyKey);
    if (known !== undefined) return { runForTest: { execution: { id: known }, userErrors: [] } };
    try {
      this.answer(model, question);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return { runForTest: { execution: null, userErrors: [{ code: error.code, message: error.message }] } };
    }
    const id = `exe_${this.runs.size}`;
    this.#byKey.set(idempotencyKey, id);
    this.runs.set(id, { model, question, specification, budget, runAs, cancelled: false, asked: 0 });
    return { runForTest: { execution: { id }, userErrors: [] } };
  }

  #progress({ executionId, after }: { readonly executionId: string; readonly after: number }) {
    const run = this.runs.get(executionId);
    if (run === undefined) return { runProgress: null };
    run.asked += 1;
    const { model, question } = run;
    const scripted = this.answer(model, question);
    const { answer = '', error = null, cost = 1_000, durationMs = 100, citations = 0, tools = [] } = scripted;
    const half = Math.ceil(answer.length / 2);
    const text =
      after === 0
        ? [{ offset: 0, text: answer.slice(0, half) }]
        : after === 1
          ? [{ offset: half, text: answer.slice(half) }]
          : [];
    const base = { executionId, seq: Math.min(2, after + 1), text };
    if (!this.release(model, question) && !run.cancelled)
      return { runProgress: { ...base, status: 'RUNNING', outcome: null } };
    const passages = Array.from({ length: citations }, (_, index) => ({
      number: index + 1,
      documentTitle: 'Handbook',
      quote: 'As written.',
    }));
    return {
      runProgress: {
        ...base,
        status: run.cancelled ? 'CANCELLED' : error === null ? 'SUCCEEDED' : 'FAILED',
        outcome: {
          output: error === null ? { answer } : null,
          citations: passages,
          error,
          durationMs,
          firstTokenMs: 20,
          cost,
          unpriced: cost === null,
          totalTokens: 120,
          tools,
        },
      },
    };
  }
}
