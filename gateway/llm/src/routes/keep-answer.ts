import type { Gateway } from '../gateway.ts';
import type { Target } from '../routing/target.ts';
import type { ChatCompletion } from '../wire/chat-completion.ts';
import type { ChatCall } from './chat-call.ts';

/** Keeps an answer for a caller of the cache. A fallback's is not kept: the place is that of the model which was chosen. */
export async function keepAnswer(
  gateway: Gateway,
  { place, route }: ChatCall,
  { slug }: Target,
  completion: ChatCompletion,
): Promise<void> {
  if (place !== null && slug === route.targets[0]?.slug) await gateway.cache.set(place, completion);
}
