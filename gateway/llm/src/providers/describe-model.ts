import { z } from 'zod';
import { MODEL_FAMILIES } from './model-families.ts';
import type { ModelCapability, ModelDescription } from './provider-adapter.ts';

const count = z.number().int().positive().nullish().catch(null);
const texts = z.array(z.string()).nullish().catch(null);

/** What vendors add to an entry of their list of models, each in words of its own. */
const toldSchema = z.looseObject({
  // OpenRouter · Groq · Mistral · vLLM · Anthropic
  context_length: count,
  context_window: count,
  max_context_length: count,
  max_model_len: count,
  max_input_tokens: count,
  max_completion_tokens: count,
  max_output_tokens: count,
  max_tokens: count,
  top_provider: z.looseObject({ max_completion_tokens: count }).nullish().catch(null),
  // Mistral
  capabilities: z.record(z.string(), z.unknown()).nullish().catch(null),
  // OpenRouter
  supported_parameters: texts,
  architecture: z.looseObject({ input_modalities: texts, output_modalities: texts }).nullish().catch(null),
});

type Told = z.infer<typeof toldSchema>;

/**
 * What a model can do: by the vendor's own list where it says so, else by the family of its name. An administrator's
 * correction in the catalog wins over both.
 * @param entry the vendor's entry in its list; null = only the name is known
 */
export function describeModel(name: string, entry: unknown = null): ModelDescription {
  const parsed = toldSchema.safeParse(entry);
  const told = parsed.success ? parsed.data : null;
  const family = MODEL_FAMILIES.find(({ pattern }) => pattern.test(name))?.capabilities ?? [
    'CHAT',
    'TOOLS',
    'JSON_SCHEMA',
  ];
  return {
    name,
    capabilities: (told === null ? null : (fromParameters(told, family) ?? fromFlags(told, family))) ?? family,
    contextWindow:
      told?.context_length ??
      told?.context_window ??
      told?.max_context_length ??
      told?.max_model_len ??
      told?.max_input_tokens ??
      null,
    maximumOutputTokens:
      told?.top_provider?.max_completion_tokens ??
      told?.max_completion_tokens ??
      told?.max_output_tokens ??
      told?.max_tokens ??
      null,
  };
}

/** OpenRouter names the parameters that a model takes and the media it reads. */
function fromParameters(
  { supported_parameters: parameters, architecture }: Told,
  family: readonly ModelCapability[],
): readonly ModelCapability[] | null {
  if (!parameters || !family.includes('CHAT')) return null;
  return [
    'CHAT',
    ...(parameters.includes('tools') ? (['TOOLS'] as const) : []),
    ...(parameters.includes('structured_outputs') ? (['JSON_SCHEMA'] as const) : []),
    ...(architecture?.input_modalities?.includes('image') === true ? (['VISION'] as const) : []),
    ...(architecture?.output_modalities?.includes('image') === true ? (['IMAGES'] as const) : []),
    ...(parameters.includes('reasoning') ? (['REASONING'] as const) : []),
  ];
}

/** Mistral sets a flag for each ability. */
function fromFlags(
  { capabilities: flags }: Told,
  family: readonly ModelCapability[],
): readonly ModelCapability[] | null {
  if (!flags || typeof flags['completion_chat'] !== 'boolean') return null;
  if (!flags['completion_chat']) return family.includes('CHAT') ? [] : family;
  return [
    'CHAT',
    ...(flags['function_calling'] === true ? (['TOOLS', 'JSON_SCHEMA'] as const) : []),
    ...(flags['vision'] === true ? (['VISION'] as const) : []),
    ...(family.includes('REASONING') ? (['REASONING'] as const) : []),
  ];
}
