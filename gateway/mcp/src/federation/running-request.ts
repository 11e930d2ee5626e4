import { MCP_META } from '@aether/schema';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequest,
  LOG_LEVEL_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { PendingRequest } from '../gateway.ts';
import type { InputAnswer, ServerLog } from '../upstream/exchange.ts';
import type { CallerInput } from './caller-input.ts';
import type { RunningRequest } from './client-request.ts';
import { isLoud, LOG_LEVELS } from './log-levels.ts';

/** A person at the client answers in this time, or has not decided. */
const ANSWER_MS = 10 * 60_000; // 10 minutes

const capability = z.record(z.string(), z.json()).optional();
/** What a request of a newer client says about the client; the SDK's type of it is empty. */
const envelopeSchema = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z
    .object({ elicitation: capability, sampling: capability, roots: capability })
    .optional(),
  [LOG_LEVEL_META_KEY]: z.enum(LOG_LEVELS).optional(),
});
const ourInput = z.object({
  responses: z.record(z.string(), z.unknown()).default({}),
  state: z.string().nullable().default(null),
});

/** All that goes back and forth between a client and us while its request is under way. */
export function runningRequest(context: ServerContext, pending: PendingRequest, signal: AbortSignal): RunningRequest {
  const input = inputOf(context, pending);
  return {
    input,
    onProgress: progressOf(context),
    onLog: input.logLevel === null ? null : logOf(context, input.logLevel),
    signal,
  };
}

/** Whether the caller is a service of ours that is asked by a result: its client is of an older revision, and it lets go of a call that waits. */
export function isAskedByResult({ mcpReq }: ServerContext): boolean {
  return mcpReq._meta?.[MCP_META.input] !== undefined;
}

function inputOf(context: ServerContext, { request, logLevels }: PendingRequest): CallerInput {
  const { mcpReq } = context;
  if (isAskedByResult(context)) {
    const { responses, state } = ourInput.parse(mcpReq._meta?.[MCP_META.input]);
    return { ask: null, capabilities: { elicitation: { form: {}, url: {} } }, responses, state, logLevel: null };
  }
  if (mcpReq.envelope === undefined)
    return {
      ask: (asked, signal) => answered(context, asked, signal),
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {} },
      responses: {},
      state: null,
      logLevel: logLevels.of(request.scope),
    };
  const envelope = envelopeSchema.parse(mcpReq.envelope);
  const declared = envelope[CLIENT_CAPABILITIES_META_KEY];
  return {
    ask: null,
    capabilities: {
      ...(declared?.elicitation === undefined ? {} : { elicitation: declared.elicitation }),
      ...(declared?.sampling === undefined ? {} : { sampling: declared.sampling }),
      ...(declared?.roots === undefined ? {} : { roots: declared.roots }),
    },
    responses: mcpReq.inputResponses ?? {},
    state: mcpReq.requestState<string>() ?? null,
    logLevel: envelope[LOG_LEVEL_META_KEY] ?? null,
  };
}

/** Of clients of older revisions, which do not say with a request what they can be asked for. Who cannot be asked has not decided. */
async function answered({ mcpReq }: ServerContext, request: InputRequest, signal: AbortSignal): Promise<InputAnswer> {
  const options = { signal, timeout: ANSWER_MS };
  try {
    switch (request.method) {
      case 'elicitation/create':
        return await mcpReq.send({ method: request.method, params: { ...request.params } }, options);
      case 'sampling/createMessage':
        return await mcpReq.send({ method: request.method, params: { ...request.params } }, options);
      default:
        return await mcpReq.send({ method: 'roots/list' }, options);
    }
  } catch (error) {
    const isUnknown = error instanceof ProtocolError && error.code === ProtocolErrorCode.MethodNotFound;
    if (isUnknown && request.method === 'elicitation/create') return { action: 'cancel' };
    throw error;
  }
}

function progressOf({ mcpReq }: ServerContext): RunningRequest['onProgress'] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return null;
  return (progress) => {
    mcpReq
      .notify({ method: 'notifications/progress', params: { ...progress, progressToken } })
      // The client went away; its call is cancelled by other means.
      .catch(() => {});
  };
}

function logOf({ mcpReq }: ServerContext, from: NonNullable<CallerInput['logLevel']>) {
  return ({ level, logger, data }: ServerLog): void => {
    if (!isLoud(level, from)) return;
    const params = { level, data, ...(logger === undefined ? {} : { logger }) };
    mcpReq.notify({ method: 'notifications/message', params }).catch(() => {});
  };
}
