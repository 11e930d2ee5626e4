import { randomBytes } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { InMemoryKeyValueStore } from '@aether/common/key-value';
import { createLogger, type Service, serveService, systemClock, toServiceHeaders } from '@aether/common/service';
import { InMemoryStreams, type Streams } from '@aether/common/streams';
import { createIdSource } from '@aether/schema';
import { type OperationHandlers, testOperations, testTokens, testViewer } from '@aether/test-support';
import OpenAI from 'openai';
import { createLlmGateway, llmGatewayConfig, type LlmGatewayConfig } from '../src/index.ts';

export interface TestGateway extends AsyncDisposable {
  readonly service: Service;
  readonly origin: string;
  readonly streams: Streams;
  /** What a service would send on behalf of a viewer; null = of nobody. */
  headers(viewer?: Viewer | null, caller?: string): Record<string, string>;
  /** An unchanged OpenAI client against a real socket. */
  client(viewer?: Viewer | null): OpenAI;
}

const tokens = testTokens();
const random = (bytes: number): Uint8Array => randomBytes(bytes);
const logger = createLogger('llm-gateway', { level: 'silent' });

export interface TestGatewayOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly config?: Partial<LlmGatewayConfig>;
  readonly operations?: OperationHandlers;
  /** The agents that executions serves. */
  readonly agentFetch?: typeof fetch;
  /** The live bus that it shares with other gateways. */
  readonly streams?: Streams;
}

/** The gateway on a real listener, with the limits of a patient test. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const config: LlmGatewayConfig = {
    ...llmGatewayConfig(options.environment ?? {}),
    timeouts: { firstByteMs: 1500, idleMs: 1500, totalMs: 15_000 },
    backoff: { attempts: 3, baseMs: 1, maximumMs: 5, maximumRetryAfterMs: 500 },
    ...options.config,
  };
  const operations = testOperations({
    CatalogForGateway: () => ({ catalogForGateway: { revision: 1, removedIds: [], providers: [] } }),
    // No budget limits anybody, and what was spent is written.
    TakeBudgetSlice: () => ({
      takeBudgetSlice: {
        sliceId: null,
        amount: null,
        lifeMs: null,
        endsInMs: null,
        lost: false,
        exhausted: null,
        userErrors: [],
      },
    }),
    RecordUsage: () => ({ recordUsage: { recorded: 0, openSliceIds: [], userErrors: [] } }),
    ...options.operations,
  });
  const streams = options.streams ?? new InMemoryStreams();
  const service = await createLlmGateway(config, {
    operations,
    streams,
    keyValue: new InMemoryKeyValueStore(systemClock),
    tokens,
    agentFetch: options.agentFetch ?? (async () => Response.json({ object: 'list', data: [] })),
    clock: systemClock,
    ids: createIdSource({ now: () => new Date(), random }),
    random,
    logger,
  });
  await service.start();
  const served = await serveService(service, { host: '127.0.0.1', port: 0, tokens, logger });
  const everybody = testViewer();
  const headers = (viewer: Viewer | null = everybody, caller = 'graphql-gateway'): Record<string, string> => ({
    ...toServiceHeaders(tokens, {
      service: caller,
      audience: 'llm-gateway',
      viewer,
      requestId: 'req_test',
      traceparent: null,
    }),
  });
  return {
    service,
    streams,
    origin: served.origin,
    headers,
    client: (viewer) =>
      new OpenAI({ baseURL: `${served.origin}/v1`, apiKey: 'unused', maxRetries: 2, defaultHeaders: headers(viewer) }),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
