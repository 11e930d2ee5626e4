import type { RequestMethod, RequestOptions, ResultTypeMap, ServerContext } from '@modelcontextprotocol/server';

type SdkExchange = ServerContext['mcpReq'];

/** What goes back and forth between a client and us while one of its requests is under way. */
export interface ClientExchange extends Pick<SdkExchange, '_meta' | 'notify'> {
  /** Of a client of 2026-07-28: what it says about itself with each request, and what it answers. */
  readonly envelope?: SdkExchange['envelope'];
  readonly inputResponses?: SdkExchange['inputResponses'];
  readonly requestState?: SdkExchange['requestState'];
  /** Asks an older client. */
  readonly send: <Method extends RequestMethod>(
    request: { readonly method: Method; readonly params?: Record<string, unknown> },
    options?: RequestOptions,
  ) => Promise<ResultTypeMap[Method]>;
  /** Aborts when the client cancels the request, or has gone. */
  readonly signal: AbortSignal;
}
