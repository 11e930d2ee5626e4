import { rateHeaders } from '@aether/common/key-value';
import type { Viewer } from '@aether/common/security';
import type { Route, RouteCall } from '@aether/common/service';
import { PlatformError, type RequestContext } from '@aether/common/service';
import { KeyRateLimitedError } from '../errors.ts';
import { ProviderError } from '../provider-errors.ts';
import type { Gateway } from '../gateway.ts';
import type { Target } from '../routing/target.ts';
import { errorResponse, type RefusedRequest } from '../wire/error-response.ts';

/** One request, with the moment it came and the signal that ends it. */
export interface Call {
  readonly request: Request;
  readonly context: RequestContext;
  readonly parameters: RouteCall['parameters'];
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  readonly startedMs: number;
  /** Told with the answer, whatever it will be. */
  readonly told: Headers;
}

/** Says with the answer, also with a refusal, whether the last attempt was made with the person's own key. An answer of the cache says nothing. */
export function tellOwnKey({ told }: Pick<Call, 'told'>, { provider }: Target): void {
  if (provider.ownKeyOf === null) told.delete('x-aether-own-key');
  else told.set('x-aether-own-key', 'true');
}

/**
 * Takes the tokens of a prompt from what the API key has left of its minute.
 * @throws KeyRateLimitedError
 */
export async function takeKeyTokens(
  gateway: Gateway,
  { told }: Call,
  viewer: Viewer | null,
  tokens: () => number,
): Promise<void> {
  const left = await gateway.keyRates.take(viewer, tokens);
  for (const [name, value] of Object.entries(left ?? {})) told.set(name, value);
}

/**
 * A route of `/v1`: failures become OpenAI error objects, unexpected ones are told once and masked.
 * @param promptField of its body, to be named when the prompt is too long; null = it has none
 */
export function answering(
  gateway: Gateway,
  answer: (call: Call) => Promise<Response>,
  promptField: string | null = null,
): Route['handle'] {
  return async (request, { context, parameters }) => {
    const call = {
      request,
      context,
      parameters,
      signal: context.signal,
      startedMs: gateway.clock.monotonicMs(),
      told: new Headers(),
    };
    const response = await answer(call).catch((error: unknown) => {
      if (!(error instanceof PlatformError)) gateway.events.unexpectedError(context, error);
      return refusal(error, { requestId: context.requestId, promptField });
    });
    response.headers.set('x-request-id', context.requestId);
    for (const [name, value] of call.told) response.headers.set(name, value);
    return response;
  };
}

function refusal(error: unknown, refused: RefusedRequest): Response {
  if (!(error instanceof KeyRateLimitedError))
    return errorResponse(error, refused, error instanceof ProviderError ? error.retryAfterMs : null);
  const response = errorResponse(error, refused, error.rate.resetMs);
  for (const [name, value] of Object.entries(rateHeaders('tokens', error.rate))) response.headers.set(name, value);
  return response;
}
