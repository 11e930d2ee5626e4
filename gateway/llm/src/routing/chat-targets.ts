import { ValidationError } from '@aether/common/service';
import { ModelCapabilityError, PromptTooLargeError } from '../errors.ts';
import type { ModelCapability } from '../providers/provider-adapter.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countPromptTokens } from '../wire/count-tokens.ts';
import type { ModelCatalog } from './model-catalog.ts';
import type { Target } from './target.ts';

/** The estimate of a foreign tokenizer may be off by so much: in doubt the vendor decides. */
const ESTIMATE_MARGIN = 1.15;
const MAXIMUM_FALLBACKS = 5;

/**
 * The models to try, in their order: the wanted one, which must exist and fit, then those of the fallbacks that do.
 * @param fallbacks header `x-aether-fallbacks`: names divided by commas; null = no failover
 */
export function chatTargets(catalog: ModelCatalog, request: ChatRequest, fallbacks: string | null): readonly Target[] {
  const names = (fallbacks ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > MAXIMUM_FALLBACKS)
    throw new ValidationError(['x-aether-fallbacks'], `at most ${MAXIMUM_FALLBACKS} models`, String(names.length));
  const tokens = countPromptTokens(request);
  const wanted = catalog.find(request.model);
  requireFit(wanted, request, tokens);
  return [wanted, ...names.flatMap((name) => usable(catalog, name, request, tokens))];
}

function usable(catalog: ModelCatalog, name: string, request: ChatRequest, tokens: number): readonly Target[] {
  try {
    const target = catalog.find(name);
    requireFit(target, request, tokens);
    return [target];
  } catch {
    // A fallback that is gone or too small is no reason to refuse what the wanted model may answer.
    return [];
  }
}

function requireFit(target: Target, request: ChatRequest, tokens: number): void {
  for (const capability of neededCapabilities(request))
    if (!target.capabilities.includes(capability)) throw new ModelCapabilityError(target.slug, capability);
  const limit = target.contextWindow;
  if (limit !== null && tokens > (target.builtIn ? limit : limit * ESTIMATE_MARGIN))
    throw new PromptTooLargeError(target.slug, tokens, limit);
}

function neededCapabilities(request: ChatRequest): readonly ModelCapability[] {
  const tools = request.tools !== undefined && request.tools.length > 0 && request.tool_choice !== 'none';
  return [
    'CHAT',
    ...(tools ? (['TOOLS'] as const) : []),
    ...(request.response_format?.type === 'json_schema' ? (['JSON_SCHEMA'] as const) : []),
  ];
}
