import { MCP_META } from '@aether/schema';
import {
  type CallToolRequestParams,
  type CallToolResult,
  type CompleteRequestParams,
  type GetPromptRequestParams,
  type InputRequiredResult,
  isInputRequiredResult,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceRequestParams,
  type Result,
  specTypeSchemas,
  type StandardSchemaV1Sync,
} from '@modelcontextprotocol/server';
import { ToolArgumentsError } from '../errors.ts';
import type { PendingRequest } from '../pending-request.ts';
import { CALL_TOOL, calledTool, SEARCH_TOOLS, type ToolSearch } from '../search/tool-search.ts';
import type { ClientExchange } from './client-exchange.ts';
import type { ClientRequest, FederatedCall } from './client-request.ts';
import type { Federation } from './federation.ts';
import type { OfferFederation } from './offer-federation.ts';
import { isAskedByResult, runningRequest } from './running-request.ts';
import { dataOf, told } from './told.ts';

export interface Federations {
  readonly tools: Federation;
  readonly offers: OfferFederation;
  readonly search: ToolSearch;
}

/** Requests in the middle of which a server may say or ask something. */
const METHODS = ['tools/call', 'prompts/get', 'resources/read', 'completion/complete'] as const;
export type AnsweredMethod = (typeof METHODS)[number];

export function isAnsweredMethod(method: string): method is AnsweredMethod {
  return METHODS.some((known) => known === method);
}

/** What a client is answered, whether the SDK has read its request or we have. Errors are of the protocol. */
export class RequestAnswers {
  readonly #federations: Federations;
  readonly #pending: PendingRequest;

  constructor(federations: Federations, pending: PendingRequest) {
    this.#federations = federations;
    this.#pending = pending;
  }

  /** A request that nobody has looked into yet. @throws ProtocolError */
  async to(method: AnsweredMethod, { params }: JSONRPCRequest, exchange: ClientExchange): Promise<Result> {
    switch (method) {
      case 'tools/call':
        return this.callTool(paramsOf(specTypeSchemas.CallToolRequestParams, method, params), exchange);
      case 'prompts/get':
        return this.getPrompt(paramsOf(specTypeSchemas.GetPromptRequestParams, method, params), exchange);
      case 'resources/read':
        return this.readResource(paramsOf(specTypeSchemas.ReadResourceRequestParams, method, params), exchange);
      default:
        return this.complete(paramsOf(specTypeSchemas.CompleteRequestParams, method, params), exchange);
    }
  }

  async callTool(
    { name, arguments: given = {} }: CallToolRequestParams,
    exchange: ClientExchange,
  ): Promise<CallToolResult | InputRequiredResult> {
    const running = runningRequest(exchange, this.#pending);
    const result = await told(
      calledOrMended(called(this.#federations, this.#pending.request, { ...running, name, arguments: given })),
    );
    return isInputRequiredResult(result) && isAskedByResult(exchange) ? askedByResult(result) : result;
  }

  getPrompt({ name, arguments: given = {} }: GetPromptRequestParams, exchange: ClientExchange) {
    const { request } = this.#pending;
    return told(this.#federations.offers.getPrompt(request, runningRequest(exchange, this.#pending), name, given));
  }

  readResource({ uri }: ReadResourceRequestParams, exchange: ClientExchange) {
    const { request } = this.#pending;
    return told(this.#federations.offers.readResource(request, runningRequest(exchange, this.#pending), uri));
  }

  complete(params: CompleteRequestParams, exchange: ClientExchange) {
    const { request } = this.#pending;
    return told(this.#federations.offers.complete(request, runningRequest(exchange, this.#pending), params));
  }
}

/** @throws ProtocolError */
function paramsOf<Params>(schema: StandardSchemaV1Sync<unknown, Params>, method: string, given: unknown): Params {
  const checked = schema['~standard'].validate(given ?? {});
  if (checked.issues === undefined) return checked.value;
  const [issue] = checked.issues;
  const where = issue?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.') ?? '';
  const problem = `${where === '' ? '' : `${where}: `}${issue?.message ?? 'it is none'}`;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Invalid ${method} request: ${problem}`);
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
