import { PlatformError } from '@aether/common/service';
import { type ErrorCode, MCP_META } from '@aether/schema';
import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { z } from 'zod';
import { ToolArgumentsError } from '../errors.ts';
import type { PendingRequest } from '../gateway.ts';
import type { VisibleTool } from './client-request.ts';
import type { Federation } from './federation.ts';

const NAME = { name: 'aether', title: 'Aether', version: '1.0.0' };
// Made once: the SDK's default is one per server, which costs more than the call. Arguments are checked by `ArgumentCheck`.
const jsonSchemaValidator = new AjvJsonSchemaValidator();
const PAGE = 200;
const ABOUT_REQUEST: readonly string[] = [
  'TOOL_NOT_FOUND',
  'TOOL_NOT_APPROVED',
  'NOT_FOUND',
] satisfies readonly ErrorCode[];

const objectSchema = z.looseObject({ type: z.literal('object') });
const anyObject = z.record(z.string(), z.unknown());

/** A server for one request: nothing of a client is kept between two, so any process can answer any of them. */
export function federatedServer(federation: Federation, { request, begin }: PendingRequest): Server {
  const server = new Server(NAME, {
    capabilities: { tools: { listChanged: true } },
    jsonSchemaValidator,
    cacheHints: { 'tools/list': { ttlMs: 10_000, cacheScope: 'private' } },
  });
  server.setRequestHandler('tools/list', async ({ params }) => {
    const after = params?.cursor === undefined ? '' : Buffer.from(params.cursor, 'base64url').toString('utf8');
    const rest = (await told(federation.list(request))).filter(({ name }) => name > after);
    const page = rest.slice(0, PAGE);
    const last = page.at(-1)?.name;
    return {
      tools: page.map(toTool),
      ...(rest.length > PAGE && last !== undefined ? { nextCursor: Buffer.from(last).toString('base64url') } : {}),
    };
  });
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    using running = begin(context.mcpReq.id);
    const call = {
      name: params.name,
      arguments: params.arguments ?? {},
      onProgress: progressOf(context),
      signal: AbortSignal.any([request.context.signal, running.signal, context.mcpReq.signal]),
    };
    return await told(calledOrMended(federation.call(request, call)));
  });
  return server;
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

function progressOf({ mcpReq }: ServerContext) {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return null;
  return (progress: { readonly progress: number; readonly total?: number; readonly message?: string }): void => {
    mcpReq
      .notify({ method: 'notifications/progress', params: { ...progress, progressToken } })
      // The client went away; its call is cancelled by other means.
      .catch(() => {});
  };
}

/** Our errors in the terms of the protocol. */
async function told<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const isAboutRequest = ABOUT_REQUEST.includes(error.code);
    const code = isAboutRequest ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    throw new ProtocolError(code, error.message, dataOf(error));
  }
}

/** Wrong arguments are a result, as MCP has it, so that a model reads what to mend. */
async function calledOrMended(work: Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ToolArgumentsError)) throw error;
    const content = [{ type: 'text' as const, text: error.message }];
    return { isError: true, content, _meta: { [MCP_META.error]: dataOf(error) } };
  }
}

function dataOf({ code, hint, retryable, facts }: PlatformError) {
  return { code, retryable, ...(hint === null ? {} : { hint }), facts };
}
