import { InvalidInternalTokenError } from '../security/invalid-internal-token-error.ts';
import type { InternalTokens } from '../security/internal-tokens.ts';
import type { Viewer } from '../security/viewer.ts';
import { UnauthenticatedError } from './errors.ts';
import { LoaderCache } from './loader-cache.ts';
import type { RequestContext } from './request-context.ts';

/** Headers between services, the same in one process and over HTTP. The edge strips them from what clients send. */
export const TOKEN_HEADER = 'x-aether-token';
export const REQUEST_ID_HEADER = 'x-request-id';
export const TRACEPARENT_HEADER = 'traceparent';
/** Network address of the client, set by the edge for the routes that it forwards. */
export const CLIENT_ADDRESS_HEADER = 'x-aether-client-address';

/** Signed lineage of a call that a run makes; gateways pass it on unread. */
export const LINEAGE_HEADER = 'x-aether-lineage';

/** `true` from a service: a person waits for what it asks in their name, so their own keys may be used. */
export const INTERACTIVE_HEADER = 'x-aether-interactive';

/** `true` from a service: to be called with an own key of the person, or not at all, because nobody else has reserved money for it. */
export const OWN_KEY_ONLY_HEADER = 'x-aether-own-key-only';

export type ServiceHeaders = Readonly<Record<string, string>>;

export interface OutgoingRequest {
  readonly service: string;
  readonly audience: string;
  readonly viewer: Viewer | null;
  readonly requestId: string;
  readonly traceparent: string | null;
  /** Signed, of the run that calls; null or absent = no run does. */
  readonly lineage?: string | null;
}

/** What a caller sends so that the receiver can build the same context. */
export function toServiceHeaders(tokens: InternalTokens, request: OutgoingRequest): ServiceHeaders {
  return {
    [TOKEN_HEADER]: tokens.sign({ service: request.service, audience: request.audience, viewer: request.viewer }),
    [REQUEST_ID_HEADER]: request.requestId,
    ...(request.lineage === null || request.lineage === undefined ? {} : { [LINEAGE_HEADER]: request.lineage }),
    ...(request.traceparent === null ? {} : { [TRACEPARENT_HEADER]: request.traceparent }),
  };
}

/**
 * A fresh context from the headers of a request between services.
 * @throws UnauthenticatedError without a valid internal token for this service
 */
export function fromServiceHeaders(
  tokens: InternalTokens,
  audience: string,
  headers: ServiceHeaders,
  signal: AbortSignal,
): RequestContext {
  try {
    const claims = tokens.verify(headers[TOKEN_HEADER] ?? '', audience);
    return {
      requestId: headers[REQUEST_ID_HEADER] ?? '',
      viewer: claims.viewer,
      caller: claims.service,
      signal,
      traceparent: headers[TRACEPARENT_HEADER] ?? null,
      loaders: new LoaderCache(),
    };
  } catch (error) {
    if (error instanceof InvalidInternalTokenError) throw new UnauthenticatedError();
    throw error;
  }
}
