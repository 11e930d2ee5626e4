import { currentTraceparent } from '@aether/common/telemetry';
import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { ApprovedTool } from '../upstream/exchange.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { RequestFacts, UpstreamRequest } from '../upstream/upstream-request.ts';
import type { ClientRequest, RunningRequest } from './client-request.ts';
import type { InputRelay } from './input-relay.ts';

/**
 * Sends a client's request to a server, with everything that goes back and forth before its result.
 * @param subject what is asked for; a question about it is answered for nothing else
 * @param approved of a tool: what a person has approved, which is compared again in the moment of the call
 * @throws PlatformError
 */
export function sentTo<Result>(
  upstream: Upstream,
  relay: InputRelay,
  request: ClientRequest,
  running: RunningRequest,
  subject: string,
  send: (facts: RequestFacts) => UpstreamRequest<Result | InputRequiredResult>['send'],
  approved?: ApprovedTool,
): Promise<Result | InputRequiredResult> {
  const { viewer, idempotencyKey, context } = request;
  const { onProgress, onLog, input, signal } = running;
  const who = `${viewer.tenantId} ${viewer.userId ?? viewer.serviceAccountId ?? ''}`;
  const about = { server: upstream.server, subject: `${who} ${subject}` };
  return relay.run(input, about, signal, (leg) =>
    upstream.ask({
      send: send({
        idempotencyKey,
        traceparent: currentTraceparent() ?? context.traceparent,
        capabilities: input.capabilities,
        logLevel: input.logLevel,
        input: leg.input,
      }),
      idempotencyKey,
      ...(approved === undefined ? {} : { approved }),
      onProgress,
      onLog,
      onInput: leg.onInput,
      signal: leg.signal,
    }),
  );
}
