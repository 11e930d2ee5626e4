import type { Viewer } from '@aether/common/security';
import type { CachePlace } from '../routing/answer-cache.ts';
import type { ChatRoute } from '../routing/chat-route.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import type { Call } from './answering.ts';

/** A chat on its way: what was asked, by whom, and which models may answer. */
export interface ChatCall extends Call {
  readonly viewer: Viewer | null;
  readonly chat: ChatRequest;
  readonly route: ChatRoute;
  /** Null = the caller did not ask for the cache. */
  readonly place: CachePlace | null;
  /** The answer comes from the cache and costs nothing. */
  readonly cached: boolean;
}

/** Whether the cache answered, for callers that asked for it. */
export function cacheHeader({ place, cached }: ChatCall): Record<string, string> {
  return place === null ? {} : { 'x-aether-cache': cached ? 'hit' : 'miss' };
}
