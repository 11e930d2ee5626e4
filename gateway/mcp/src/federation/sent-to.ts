import { currentTraceparent } from '@aether/common/telemetry';
import { type InputRequest, type InputRequiredResult, isInputRequiredResult } from '@modelcontextprotocol/server';
import type { ServerRecord } from '../catalog/catalog.ts';
import type { GatewayEvents } from '../events.ts';
import { GuardedExchange } from '../quarantine/guarded-exchange.ts';
import type { ApprovedTool } from '../upstream/exchange.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { RequestFacts, UpstreamRequest } from '../upstream/upstream-request.ts';
import type { ClientRequest, RunningRequest } from './client-request.ts';
import type { InputRelay } from './input-relay.ts';

/** Where a request goes. */
export interface SentTo {
  readonly upstream: Upstream;
  readonly server: ServerRecord;
  readonly inputRelay: InputRelay;
  readonly events: GatewayEvents;
}

/**
 * Sends a client's request to a server, with everything that goes back and forth before its result.
 * @param subject what is asked for; a question about it is answered for nothing else
 * @param approved of a tool: what a person has approved, which is compared again in the moment of the call
 * @throws PlatformError
 * @throws ToolResultQuarantinedError when it asks in words that are held back
 */
export function sentTo<Result>(
  { upstream, server, inputRelay, events }: SentTo,
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
  const guard = new GuardedExchange(subject, server.quarantine, (found) => events.quarantined(context, found));
  return inputRelay.run(input, about, signal, async (leg) => {
    let refusal: unknown = null;
    const onInput = (asked: InputRequest): ReturnType<typeof leg.onInput> => {
      let question;
      try {
        question = guard.question(asked);
      } catch (error) {
        refusal = error;
        leg.stop();
        throw error;
      }
      return leg.onInput(question);
    };
    const asking = upstream.ask({
      send: send({
        idempotencyKey,
        traceparent: currentTraceparent() ?? context.traceparent,
        capabilities: input.capabilities,
        logLevel: input.logLevel,
        input: leg.input,
      }),
      idempotencyKey,
      ...(approved === undefined ? {} : { approved }),
      onProgress: onProgress === null ? null : (progress) => onProgress(guard.progress(progress)),
      onLog:
        onLog === null
          ? null
          : (log) => {
              const heard = guard.log(log);
              if (heard !== null) onLog(heard);
            },
      onInput: async (asked) => onInput(asked),
      signal: leg.signal,
    });
    const result = await asking.catch((error: unknown) => {
      throw refusal ?? error;
    });
    if (refusal !== null) throw refusal;
    return isInputRequiredResult(result) ? guard.questions(result) : result;
  });
}
