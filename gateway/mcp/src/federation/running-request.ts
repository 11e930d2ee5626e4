import { MCP_META } from '@aether/schema';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequest,
  LOG_LEVEL_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { PendingRequest } from '../pending-request.ts';
import type { InputAnswer, ServerLog } from '../upstream/exchange.ts';
import type { CallerInput } from './caller-input.ts';
import type { ClientExchange } from './client-exchange.ts';
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
export function runningRequest(exchange: ClientExchange, pending: PendingRequest): RunningRequest {
  const input = inputOf(exchange, pending);
  return {
    input,
    onProgress: progressOf(exchange),
    onLog: input.logLevel === null ? null : logOf(exchange, input.logLevel),
    signal: exchange.signal,
  };
}

/** Whether the caller is a service of ours that is asked by a result: its client is of an older revision, and it lets go of a call that waits. */
export function isAskedByResult({ _meta: meta }: ClientExchange): boolean {
  return meta?.[MCP_META.input] !== undefined;
}

function inputOf(exchange: ClientExchange, { request, logLevels }: PendingRequest): CallerInput {
  if (isAskedByResult(exchange)) {
    const { responses, state } = ourInput.parse(exchange._meta?.[MCP_META.input]);
    return { ask: null, capabilities: { elicitation: { form: {}, url: {} } }, responses, state, logLevel: null };
  }
  if (exchange.envelope === undefined)
    return {
      ask: (asked, signal) => answered(exchange, asked, signal),
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {} },
      responses: {},
      state: null,
      logLevel: logLevels.of(request.scope),
    };
  const envelope = envelopeSchema.parse(exchange.envelope);
  const declared = envelope[CLIENT_CAPABILITIES_META_KEY];
  return {
    ask: null,
    capabilities: {
      ...(declared?.elicitation === undefined ? {} : { elicitation: declared.elicitation }),
      ...(declared?.sampling === undefined ? {} : { sampling: declared.sampling }),
      ...(declared?.roots === undefined ? {} : { roots: declared.roots }),
    },
    responses: exchange.inputResponses ?? {},
    state: exchange.requestState?.<string>() ?? null,
    logLevel: envelope[LOG_LEVEL_META_KEY] ?? null,
  };
}

/** Of clients of older revisions, which do not say with a request what they can be asked for. Who cannot be asked has not decided. */
async function answered(exchange: ClientExchange, request: InputRequest, signal: AbortSignal): Promise<InputAnswer> {
  const options = { signal, timeout: ANSWER_MS };
  try {
    switch (request.method) {
      case 'elicitation/create':
        return await exchange.send({ method: request.method, params: { ...request.params } }, options);
      case 'sampling/createMessage':
        return await exchange.send({ method: request.method, params: { ...request.params } }, options);
      default:
        return await exchange.send({ method: 'roots/list' }, options);
    }
  } catch (error) {
    const isUnknown = error instanceof ProtocolError && error.code === ProtocolErrorCode.MethodNotFound;
    if (isUnknown && request.method === 'elicitation/create') return { action: 'cancel' };
    throw error;
  }
}

function progressOf(exchange: ClientExchange): RunningRequest['onProgress'] {
  const progressToken = exchange._meta?.progressToken;
  if (progressToken === undefined) return null;
  return (progress) => {
    exchange
      .notify({ method: 'notifications/progress', params: { ...progress, progressToken } })
      // The client went away; its call is cancelled by other means.
      .catch(() => {});
  };
}

function logOf(exchange: ClientExchange, from: NonNullable<CallerInput['logLevel']>) {
  return ({ level, logger, data }: ServerLog): void => {
    if (!isLoud(level, from)) return;
    const params = { level, data, ...(logger === undefined ? {} : { logger }) };
    exchange.notify({ method: 'notifications/message', params }).catch(() => {});
  };
}
