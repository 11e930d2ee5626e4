import type { Route, RouteCall } from '@aether/common/service';
import { PlatformError, type RequestContext } from '@aether/common/service';
import { ProviderError } from '../provider-errors.ts';
import type { Gateway } from '../gateway.ts';
import { errorResponse } from '../wire/error-response.ts';

/** One request, with the moment it came and the signal that ends it. */
export interface Call {
  readonly request: Request;
  readonly context: RequestContext;
  readonly parameters: RouteCall['parameters'];
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  readonly startedMs: number;
}

/** A route of `/v1`: failures become OpenAI error objects, unexpected ones are told once and masked. */
export function answering(gateway: Gateway, answer: (call: Call) => Promise<Response>): Route['handle'] {
  return async (request, { context, parameters }) => {
    const call = {
      request,
      context,
      parameters,
      signal: context.signal,
      startedMs: gateway.clock.monotonicMs(),
    };
    try {
      const response = await answer(call);
      response.headers.set('x-request-id', context.requestId);
      return response;
    } catch (error) {
      if (!(error instanceof PlatformError)) gateway.events.unexpectedError(context, error);
      return errorResponse(error, context.requestId, error instanceof ProviderError ? error.retryAfterMs : null);
    }
  };
}
