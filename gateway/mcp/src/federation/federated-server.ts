import { Server, type ServerContext, type Tool } from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { z } from 'zod';
import type { PendingRequest } from '../pending-request.ts';
import { SEARCH_SURFACE, SHOWN_TOOLS } from '../search/tool-search.ts';
import type { ClientExchange } from './client-exchange.ts';
import type { ClientRequest, VisibleTool } from './client-request.ts';
import { pageOf } from './page-of.ts';
import { type Federations, RequestAnswers } from './request-answers.ts';
import { told } from './told.ts';

const NAME = { name: 'aether', title: 'Aether', version: '1.0.0' };
// Made once: the SDK's default is one per server, which costs more than the call. Arguments are checked by `ArgumentCheck`.
const jsonSchemaValidator = new AjvJsonSchemaValidator();
const CAPABILITIES = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { listChanged: true },
  completions: {},
  logging: {},
};
const OURS = { ttlMs: 10_000, cacheScope: 'private' } as const;
const CACHE_HINTS = {
  'tools/list': OURS,
  'prompts/list': OURS,
  'resources/list': OURS,
  'resources/templates/list': OURS,
  // A server's own hint would be about its own clients.
  'resources/read': { ttlMs: 0, cacheScope: 'private' },
} as const;

const objectSchema = z.looseObject({ type: z.literal('object') });
const anyObject = z.record(z.string(), z.unknown());

/** A server for one request: nothing of a client is kept between two, so any process can answer any of them. */
export function federatedServer(federations: Federations, pending: PendingRequest): Server {
  const { tools, offers } = federations;
  const { request, begin, logLevels } = pending;
  const server = new Server(NAME, { capabilities: CAPABILITIES, jsonSchemaValidator, cacheHints: CACHE_HINTS });
  const answers = new RequestAnswers(federations, pending);
  const running = async <Result>(
    { mcpReq }: ServerContext,
    answer: (exchange: ClientExchange) => Promise<Result>,
  ): Promise<Result> => {
    using call = begin(mcpReq.id, mcpReq.signal);
    return await answer({ ...mcpReq, signal: call.signal });
  };
  server.setRequestHandler('logging/setLevel', ({ params }) => {
    logLevels.set(request.scope, params.level);
    return {};
  });
  server.setRequestHandler('tools/list', async ({ params }) => {
    const all = await told(tools.list(request));
    const shown = isSearched(request) && all.length > SHOWN_TOOLS ? SEARCH_SURFACE : all;
    const { items, ...next } = pageOf(shown, ({ name }) => name, params?.cursor);
    return { tools: items.map(toTool), ...next };
  });
  server.setRequestHandler('tools/call', ({ params }, context) =>
    running(context, (exchange) => answers.callTool(params, exchange)),
  );
  server.setRequestHandler('prompts/list', async ({ params }) => {
    const { items, ...next } = pageOf(await told(offers.prompts(request)), ({ name }) => name, params?.cursor);
    return { prompts: items, ...next };
  });
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    running(context, (exchange) => answers.getPrompt(params, exchange)),
  );
  server.setRequestHandler('resources/list', async ({ params }) => {
    const { items, ...next } = pageOf(await told(offers.resources(request)), ({ uri }) => uri, params?.cursor);
    return { resources: items, ...next };
  });
  server.setRequestHandler('resources/templates/list', async ({ params }) => {
    const all = await told(offers.templates(request));
    const { items, ...next } = pageOf(all, ({ uriTemplate }) => uriTemplate, params?.cursor);
    return { resourceTemplates: items, ...next };
  });
  server.setRequestHandler('resources/read', ({ params }, context) =>
    running(context, (exchange) => answers.readResource(params, exchange)),
  );
  server.setRequestHandler('completion/complete', ({ params }, context) =>
    running(context, (exchange) => answers.complete(params, exchange)),
  );
  return server;
}

/** One server alone shows what it has. */
function isSearched({ server, wholeList }: ClientRequest): boolean {
  return server === null && !wholeList;
}

function toTool({ name, record }: VisibleTool): Tool {
  const outputSchema = objectSchema.safeParse(record.outputSchema);
  return {
    name,
    ...(record.title == null ? {} : { title: record.title }),
    description: record.description,
    inputSchema: { ...anyObject.catch({}).parse(record.inputSchema), type: 'object' },
    ...(outputSchema.success ? { outputSchema: outputSchema.data } : {}),
    // Ours, from the approval; what the server says of itself is not passed on.
    annotations: {
      readOnlyHint: record.effect === 'READ',
      idempotentHint: record.effect !== 'ONCE',
    },
  };
}
