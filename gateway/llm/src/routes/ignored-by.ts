import type { Target } from '../routing/target.ts';
import type { ChatRequest } from '../wire/chat-request.ts';

/** Fields of a request that the vendor who answered did not get: told in `x-aether-ignored`, never dropped in silence. */
export function ignoredBy({ adapter, name }: Target, request: ChatRequest): readonly string[] {
  return adapter.ignoredFields?.({ ...request, model: name }) ?? [];
}
