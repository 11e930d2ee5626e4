import { createLogger, systemClock } from '@aether/common/service';
import { InMemoryKeyValueStore } from '@aether/common/key-value';
import { InMemoryStreams } from '@aether/common/streams';
import { createGraphqlGateway, graphqlGatewayConfig, HttpTransport } from '@aether/graphql-gateway';
import { createLlmGateway, llmGatewayConfig } from '@aether/llm-gateway';
import { createIdSource, SUBGRAPH_NAMES } from '@aether/schema';
import { testOperations, testTokens, testViewer } from '@aether/test-support';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenAI } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from '../../local/repository-root.ts';

const stack = new AsyncDisposableStack();
let origin: string;
let client: OpenAI;

/** The edge in front of the model gateway, as one process has them. No subgraph answers, and none is asked. */
beforeAll(async () => {
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
  const parts = {
    operations: testOperations({
      Authenticate: ({ token }) => ({ authenticate: token === 'aek_known' ? testViewer() : null }),
      CatalogForGateway: () => ({ catalogForGateway: { revision: 1, removedIds: [], providers: [] } }),
    }),
    streams: stack.use(new InMemoryStreams()),
    keyValue: new InMemoryKeyValueStore(systemClock),
    tokens: testTokens(),
    clock: systemClock,
    ids: createIdSource({ now: systemClock.now, random }),
    random,
    logger: createLogger('models-at-edge', { level: 'silent' }),
    agentFetch: async () => Response.json({ object: 'list', data: [] }),
  };
  const llm = stack.use(await createLlmGateway(llmGatewayConfig({}), parts));
  await llm.start();
  const gateway = stack.use(
    await createGraphqlGateway(graphqlGatewayConfig({ GRAPHQL_PORT: '0' }), {
      ...parts,
      supergraphSdl: readFileSync(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8'),
      trustedDocuments: {},
      transports: new Map(
        SUBGRAPH_NAMES.map((name) => [name, stack.use(new HttpTransport({ name, origin: 'http://127.0.0.1:9' }))]),
      ),
      services: new Map([['llm-gateway', llm]]),
      readiness: async () => [],
      metrics: null,
      webFolder: null,
    }),
  );
  origin = await gateway.listen();
  client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'aek_known', maxRetries: 0 });
});
afterAll(() => stack.disposeAsync());

test('an OpenAI client retrieves each model that it lists', async () => {
  const { data } = await client.models.list();
  expect(data.map(({ id }) => id)).toEqual(['builtin/extract', 'builtin/embed']);
  for (const { id } of data) expect(await client.models.retrieve(id)).toMatchObject({ id, object: 'model' });
});

test.each(['builtin/extract', 'builtin%2Fextract'])('GET /v1/models/%s answers that model', async (name) => {
  const answer = await fetch(`${origin}/v1/models/${name}`, { headers: { authorization: 'Bearer aek_known' } });
  expect([answer.status, await answer.json()]).toMatchObject([200, { id: 'builtin/extract' }]);
});

test('a model that is not there is named with the nearest one', async () => {
  await expect(client.models.retrieve('builtin/extrakt')).rejects.toMatchObject({
    status: 404,
    code: 'MODEL_NOT_FOUND',
    message: expect.stringContaining('builtin/extract'),
  });
});
