import { MCP_META } from '@aether/schema';
import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
  Server,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { z } from 'zod';
import { ToolArgumentsError } from '../errors.ts';
import type { PendingRequest } from '../gateway.ts';
import {
  CALL_TOOL,
  calledTool,
  SEARCH_SURFACE,
  SEARCH_TOOLS,
  SHOWN_TOOLS,
  type ToolSearch,
} from '../search/tool-search.ts';
import type { ClientRequest, FederatedCall, RunningRequest, VisibleTool } from './client-request.ts';
import type { Federation } from './federation.ts';
import type { OfferFederation } from './offer-federation.ts';
import { pageOf } from './page-of.ts';
import { isAskedByResult, runningRequest } from './running-request.ts';
import { dataOf, told } from './told.ts';

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

export interface Federations {
  readonly tools: Federation;
  readonly offers: OfferFederation;
  readonly search: ToolSearch;
}

const objectSchema = z.looseObject({ type: z.literal('object') });
const anyObject = z.record(z.string(), z.unknown());

/** A server for one request: nothing of a client is kept between two, so any process can answer any of them. */
export function federatedServer(federations: Federations, pending: PendingRequest): Server {
  const { tools, offers } = federations;
  const { request, begin, logLevels } = pending;
  const server = new Server(NAME, { capabilities: CAPABILITIES, jsonSchemaValidator, cacheHints: CACHE_HINTS });
  const running = async <Result>(
    context: ServerContext,
    work: (running: RunningRequest) => Promise<Result>,
  ): Promise<Result> => {
    using call = begin(context.mcpReq.id, context.mcpReq.signal);
    return await told(work(runningRequest(context, pending, call.signal)));
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
    running(context, async (facts) => {
      const result = await calledOrMended(
        called(federations, request, { ...facts, name: params.name, arguments: params.arguments ?? {} }),
      );
      return isInputRequiredResult(result) && isAskedByResult(context) ? askedByResult(result) : result;
    }),
  );
  server.setRequestHandler('prompts/list', async ({ params }) => {
    const { items, ...next } = pageOf(await told(offers.prompts(request)), ({ name }) => name, params?.cursor);
    return { prompts: items, ...next };
  });
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    running(context, (facts) => offers.getPrompt(request, facts, params.name, params.arguments ?? {})),
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
    running(context, (facts) => offers.readResource(request, facts, params.uri)),
  );
  server.setRequestHandler('completion/complete', ({ params }, context) =>
    running(context, (facts) => offers.complete(request, facts, params)),
  );
  return server;
}

/** One server alone shows what it has. */
function isSearched({ server, wholeList }: ClientRequest): boolean {
  return server === null && !wholeList;
}

async function called(
  { tools, search }: Federations,
  request: ClientRequest,
  call: FederatedCall,
): Promise<CallToolResult | InputRequiredResult> {
  if (request.server !== null) return tools.call(request, call);
  if (call.name === SEARCH_TOOLS) return search.find(searchScope(request), await tools.list(request), call.arguments);
  return tools.call(request, call.name === CALL_TOOL ? { ...call, ...calledTool(call.arguments) } : call);
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

/** Wrong arguments are a result, as MCP has it, so that a model reads what to mend. */
async function calledOrMended(
  work: Promise<CallToolResult | InputRequiredResult>,
): Promise<CallToolResult | InputRequiredResult> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ToolArgumentsError)) throw error;
    const content = [{ type: 'text' as const, text: error.message }];
    return { isError: true, content, _meta: { [MCP_META.error]: dataOf(error) } };
  }
}

/** For a service of ours, whose client is of an older revision: it asks a person, lets go meanwhile, and calls again. */
function askedByResult({ inputRequests = {}, requestState, _meta: meta }: InputRequiredResult): CallToolResult {
  const text = 'The tool asks for input before it goes on.';
  const isMidCall = meta?.[MCP_META.midCall] === true;
  const asked = { requests: inputRequests, state: requestState ?? null, isMidCall };
  return { isError: true, content: [{ type: 'text', text }], _meta: { [MCP_META.inputRequired]: asked } };
}

/** Whose list it is: a limited key sees another one than its tenant. */
function searchScope({ viewer }: ClientRequest): string {
  const { tenantId, apiKey } = viewer;
  return apiKey === undefined || apiKey.tools.length === 0 ? tenantId : `${tenantId} ${apiKey.id}`;
}
