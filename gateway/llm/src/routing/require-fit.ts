import { ModelCapabilityError, PromptTooLargeError } from '../errors.ts';
import type { ModelCapability } from '../providers/provider-adapter.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import type { Target } from './target.ts';

/** The estimate of a foreign tokenizer may be off by so much: in doubt the vendor decides. */
const ESTIMATE_MARGIN = 1.15;

/** @throws ModelCapabilityError, PromptTooLargeError: before a vendor is asked, and paid */
export function requireFit(target: Target, request: ChatRequest, tokens: number): void {
  for (const capability of neededCapabilities(request))
    if (!target.capabilities.includes(capability)) throw new ModelCapabilityError(target.slug, capability);
  const limit = target.contextWindow;
  if (limit !== null && tokens > (target.builtIn ? limit : limit * ESTIMATE_MARGIN))
    throw new PromptTooLargeError(target.slug, tokens, limit);
}

function neededCapabilities(request: ChatRequest): readonly ModelCapability[] {
  const tools = request.tools !== undefined && request.tools.length > 0 && request.tool_choice !== 'none';
  const images = request.messages.some(
    ({ content }) => Array.isArray(content) && content.some(({ type }) => type === 'image_url'),
  );
  return ['CHAT', ...(tools ? (['TOOLS'] as const) : []), ...(images ? (['VISION'] as const) : [])];
}
