import { INTERACTIVE_HEADER, OWN_KEY_ONLY_HEADER } from '@aether/common/service';
import { executeAgent } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import type { OperationHandlers } from '@aether/test-support';
import { createExecutions, type TestExecutions } from '../create-executions.ts';
import { agentSpec, runnableAgent } from '../run-agent-spec.ts';

/** Per million tokens of prompt and of answer, in nano-USD; null = nobody knows. */
const PRICES: Readonly<Record<string, { readonly input: number; readonly output: number } | null>> = {
  'acme/dear': { input: 10_000_000, output: 40_000_000 },
  'acme/cheap': { input: 100_000, output: 400_000 },
  'acme/unknown': null,
};
/** The answer has as many tokens as the agent lets it, at most. */
export const ANSWER_TOKENS = 100;

/** A vendor behind `/v1` that keeps its own books. */
export class PaidModel {
  /** Nano-USD that it has charged, by model. */
  readonly charged = new Map<string, number>();
  calls = 0;
  /** Refused before anything was charged: it was to be asked with an own key, or not at all. */
  refused = 0;
  /** What each call said of whether a person waits for it. */
  readonly interactive: (string | null)[] = [];
  /** What each call said of who may pay. */
  readonly ownKeyOnly: boolean[] = [];
  /** It is asked with a key of the person in whose name the run works. */
  ownKey = false;
  /** It breaks off after the first words. */
  breaksOff = false;
  /** Resolves before it answers. */
  gate: Promise<void> = Promise.resolve();

  get total(): number {
    return [...this.charged.values()].reduce((sum, cost) => sum + cost, 0);
  }

  readonly fetch: typeof fetch = async (_url, init) => {
    const { model } = JSON.parse(String(init?.body)) as { readonly model: string };
    const ownKeyOnly = new Headers(init?.headers).get(OWN_KEY_ONLY_HEADER) === 'true';
    this.ownKeyOnly.push(ownKeyOnly);
    if (ownKeyOnly && !this.ownKey) {
      this.refused += 1;
      const error = { code: 'OWN_KEY_REQUIRED', message: 'There is no own key.' };
      return Response.json({ error }, { status: 402 });
    }
    this.calls += 1;
    this.interactive.push(new Headers(init?.headers).get(INTERACTIVE_HEADER));
    const price = PRICES[model];
    const cost = price == null ? null : Math.ceil((200 * price.input + ANSWER_TOKENS * price.output) / 1_000_000);
    this.charged.set(model, (this.charged.get(model) ?? 0) + (cost ?? 0));
    await this.gate;
    const chunk = (body: object): string =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model, choices: [], ...body })}\n\n`;
    const text = [
      chunk({ choices: [{ index: 0, delta: { content: 'Because.' }, finish_reason: null }] }),
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      chunk({
        usage: { prompt_tokens: 200, completion_tokens: ANSWER_TOKENS, total_tokens: 200 + ANSWER_TOKENS },
        aether: { costNanoUsd: cost, unpriced: cost === null, modelId: `mdl_${model}`, ownKey: this.ownKey },
      }),
      'data: [DONE]\n\n',
    ];
    const ownKey = this.ownKey ? { 'x-aether-own-key': 'true' } : {};
    const body = this.breaksOff
      ? `${text[0]}data: ${JSON.stringify({ error: { code: 'PROVIDER_STREAM_ERROR', message: 'It broke off.' } })}\n\n`
      : text.join('');
    return new Response(body, { headers: { 'content-type': 'text/event-stream', ...ownKey } });
  };
}

export const TEAM_ID = 'tea_01JD0000000000000000000000';

/** What agents and identity answer: prices, and who there is. */
export function paidOperations(model: Partial<AgentSpecInput['model']> = {}): OperationHandlers {
  const spec = agentSpec({
    model: { primary: 'acme/dear', parameters: { maximumOutputTokens: ANSWER_TOKENS }, ...model },
  });
  return {
    AgentVersionForRun: () => ({
      agentVersionForRun: {
        ...runnableAgent({ spec }),
        models: Object.keys(PRICES).map((slug) => ({ id: `mdl_${slug}`, slug })),
      },
    }),
    AgentAccess: ({ id }) => ({ agent: String(id).endsWith('unknown') ? null : { id, viewerActions: [] } }),
    ModelPrice: ({ id }) => {
      const price = PRICES[String(id).slice('mdl_'.length)] ?? null;
      return {
        model: {
          maximumOutputTokens: 4_096,
          inputPricePerMillion: price?.input ?? null,
          outputPricePerMillion: price?.output ?? null,
          builtIn: false,
        },
      };
    },
    BudgetKey: ({ id }) => ({ apiKey: { id } }),
    BudgetSubject: ({ id }) => ({
      user: String(id).startsWith('usr_') ? { id } : null,
      team: id === TEAM_ID ? { id } : null,
      departments: { edges: [] },
    }),
  };
}

/** The service with the real loop and an agent whose model costs money. */
export function createPaidAgent(
  model: PaidModel,
  options: {
    readonly spec?: Partial<AgentSpecInput['model']>;
    readonly operations?: OperationHandlers;
  } = {},
): Promise<TestExecutions> {
  return createExecutions({
    executeAgent,
    operations: { ...paidOperations(options.spec), ...options.operations },
    parts: { modelFetch: model.fetch },
  });
}
