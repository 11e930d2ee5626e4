import type { InternalOperations } from '@aether/common/service';
import {
  OwnerOperations,
  serveService,
  type Service,
  type ServiceParts,
  toServiceHeaders,
} from '@aether/common/service';
import { createExecutionsService, executionsConfig } from '@aether/executions';
import { createLlmGateway, llmGatewayConfig } from '@aether/llm-gateway';
import {
  createTestParts,
  executeAs,
  startVendorServer,
  testOperations,
  testViewer,
  type VendorServer,
} from '@aether/test-support';
import { type DocumentNode, Kind } from 'graphql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/** Nano-US-dollars per token; the vendor's answer has 12 tokens in, 4 of them cached, and 5 out. */
const PRICE = { input: 1_000, output: 4_000, cached: 500 };
const COST = 8 * PRICE.input + 4 * PRICE.cached + 5 * PRICE.output;
const PATIENT = { timeout: 60_000, interval: 200 };
const viewer = testViewer({ apiKey: { id: 'key_1', models: ['acme/*'], tools: [], tokensPerMinute: null } });
const BOOKS = ['TakeBudgetSlice', 'RecordUsage'];
const stack = new AsyncDisposableStack();
let vendor: VendorServer;
let executions: Service;
let parts: ServiceParts;
let operations: InternalOperations;

function nameOf({ definitions: [definition] }: DocumentNode): string {
  return definition?.kind === Kind.OPERATION_DEFINITION ? (definition.name?.value ?? '') : '';
}

/** What agents and identity answer; the books are those of executions itself. */
const others = () =>
  testOperations({
    CatalogForGateway: () => ({
      catalogForGateway: {
        revision: 1,
        removedIds: [],
        providers: [
          {
            id: 'prv_acme',
            slug: 'acme',
            name: 'Acme',
            protocol: 'OPENAI',
            preset: null,
            baseUrl: vendor.baseUrl,
            enabled: true,
            status: 'UNKNOWN',
            credential: null,
            models: [
              {
                id: 'mdl_acme',
                slug: 'acme/stub-1',
                name: 'stub-1',
                capabilities: ['CHAT'],
                contextWindow: null,
                maximumOutputTokens: null,
                inputPricePerMillion: PRICE.input * 1_000_000,
                outputPricePerMillion: PRICE.output * 1_000_000,
                cachedInputPricePerMillion: PRICE.cached * 1_000_000,
                unpriced: false,
                status: 'HEALTHY',
                enabled: true,
                builtIn: false,
                requestsPerMinute: null,
                tokensPerMinute: null,
                retiresAt: null,
              },
            ],
          },
        ],
      },
    }),
    ReportModels: () => ({ reportModels: { revision: 1, userErrors: [] } }),
    BudgetKey: () => ({ apiKey: { id: 'key_1' } }),
  });

beforeAll(async () => {
  vendor = stack.use(await startVendorServer());
  const made = stack.use(await createTestParts());
  parts = { ...made, operations: others() };
  const config = { ...executionsConfig({}), queues: [`queue-${crypto.randomUUID()}`], reconcileMs: 300 };
  executions = stack.use(await createExecutionsService(config, parts));
  await executions.start();
  const { subgraph } = executions;
  if (subgraph === null) throw new Error('Executions has a subgraph.');
  const own = new OwnerOperations({ service: 'llm-gateway', tokens: parts.tokens, targetOf: () => subgraph });
  const rest = others();
  operations = {
    call: (document, variables, options) =>
      BOOKS.includes(nameOf(document))
        ? own.call(document, variables, options)
        : rest.call(document, variables, options),
  };
}, 120_000);
afterAll(() => stack.disposeAsync());

/** A gateway on a listener, as a process of its own would be one. */
async function startGateway() {
  const config = { ...llmGatewayConfig({}), allowedOrigins: [new URL(vendor.baseUrl).origin] };
  const gateway = await createLlmGateway(config, { ...parts, operations });
  await gateway.start();
  const { tokens, logger } = parts;
  const served = await serveService(gateway, { host: '127.0.0.1', port: 0, tokens, logger });
  const facts = { service: 'graphql-gateway', audience: 'llm-gateway', viewer, requestId: 'req_1', traceparent: null };
  return {
    gateway,
    chat: (stream: boolean) =>
      fetch(`${served.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...toServiceHeaders(tokens, facts), 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'acme/stub-1',
          messages: [{ role: 'user', content: 'Hello' }],
          max_completion_tokens: 10,
          stream,
        }),
      }),
    stopListening: () => served[Symbol.asyncDispose](),
  };
}

const asked = (): number => vendor.requests.filter(({ method }) => method === 'POST').length;
const budget = async (): Promise<{ spent: number; reserved: number; limit: number }> => {
  const { data } = await executeAs<{
    budgets: { edges: { node: { spent: number; reserved: number; limit: number } }[] };
  }>(executions, viewer, '{ budgets(scope: API_KEY) { edges { node { limit spent reserved } } } }');
  return data.budgets.edges[0]?.node ?? { spent: -1, reserved: -1, limit: -1 };
};
const ledger = async (): Promise<{ cost: number; modelCalls: number } | undefined> => {
  const now = Date.now();
  const span = { since: new Date(now - 86_400_000).toISOString(), until: new Date(now + 86_400_000).toISOString() };
  const filter = { groupBy: 'API_KEY', ...span };
  const { data } = await executeAs<{ usage: { edges: { node: { cost: number; modelCalls: number } }[] } }>(
    executions,
    viewer,
    'query ($filter: UsageFilter!) { usage(filter: $filter) { edges { node { key cost modelCalls } } } }',
    { filter },
  );
  return data.usage.edges[0]?.node;
};

test(
  'calls with a key of its own budget: one gateway stops, one is killed, and no budget is overspent',
  { timeout: 180_000 },
  async () => {
    const set = `mutation ($input: SetBudgetInput!) { setBudget(input: $input) { budget { id } userErrors { code } } }`;
    const limit = 100 * COST;
    const input = { scope: 'API_KEY', subjectId: 'key_1', period: 'MONTH', limit, action: 'STOP' };
    expect((await executeAs(executions, viewer, set, { input })).data).toMatchObject({ setBudget: { userErrors: [] } });

    const first = await startGateway();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => first.chat(index % 2 === 0)));
    for (const answer of answers) await answer.text();
    const made = answers.filter(({ status }) => status === 200).length;
    expect([made, made]).toEqual([asked(), 12]);
    await first.stopListening();
    await first.gateway[Symbol.asyncDispose]();
    // It stopped in order: ledger, budget and vendor agree to the nano-dollar.
    expect(await ledger()).toMatchObject({ cost: made * COST, modelCalls: made });
    expect(await budget()).toEqual({ limit, spent: made * COST, reserved: 0 });

    const other = await startGateway();
    let isDead = false;
    const live = operations;
    operations = { call: (...call) => (isDead ? new Promise(() => undefined) : live.call(...call)) };
    const dying = await startGateway();
    expect((await dying.chat(false)).status).toBe(200);
    isDead = true;
    expect((await dying.chat(false)).status).toBe(200);
    operations = live;
    await dying.stopListening();
    const { spent, reserved } = await budget();
    expect(spent + reserved).toBeGreaterThanOrEqual(asked() * COST);

    // Another process spends what is left, and nothing of what the dead one held.
    let last = 200;
    for (let index = 0; index < 120 && last === 200; index += 1) last = (await other.chat(index % 2 === 0)).status;
    expect(last).toBe(402);
    expect(asked() * COST).toBeLessThanOrEqual(limit);
    await other.stopListening();
    await other.gateway[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect((await ledger())?.modelCalls).toBeGreaterThanOrEqual(asked() - 2), PATIENT);
    expect((await ledger())?.cost).toBeLessThanOrEqual(asked() * COST);
    const end = await budget();
    expect(end.spent + end.reserved).toBeGreaterThanOrEqual(asked() * COST);
    expect(end.spent + end.reserved).toBeLessThanOrEqual(limit);
  },
);
