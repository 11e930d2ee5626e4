import type { Viewer } from '../security/viewer.ts';
import type { LoaderCache } from './loader-cache.ts';

/** What a resolver knows about the request it serves. Made anew for each operation and each fetch of a subgraph. */
export interface RequestContext {
  /** Follows a request through all services and stands in every error answer. */
  readonly requestId: string;
  /** The person or service account that acts; null when nobody is signed in. */
  readonly viewer: Viewer | null;
  /** Service that sent this request, proved by the internal token; null = not proved (never in production paths). */
  readonly caller: string | null;
  /**
   * Aborts when the caller goes away. That of a `Request` falls silent when the Request is collected, https://github.com/nodejs/undici/issues/3644,
   * so nobody listens to it.
   */
  readonly signal: AbortSignal;
  /** W3C trace context of the caller. */
  readonly traceparent: string | null;
  /** Batch loaders of this request, made on first use. */
  readonly loaders: LoaderCache;
}
