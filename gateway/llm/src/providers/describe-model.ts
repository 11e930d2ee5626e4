import type { ModelCapability, ModelDescription } from './provider-adapter.ts';

/** Name patterns of model families that cannot chat. The model lists of vendors say nothing of abilities. */
const FAMILIES: readonly { readonly pattern: RegExp; readonly capabilities: readonly ModelCapability[] }[] = [
  { pattern: /embed|(?:^|[/-])(?:bge|e5|gte)-|minilm/i, capabilities: ['EMBEDDINGS'] },
  { pattern: /whisper|transcri/i, capabilities: ['TRANSCRIPTION'] },
  { pattern: /(?:^|-)tts|speech/i, capabilities: ['SPEECH'] },
  { pattern: /dall-e|gpt-image|imagen|flux|stable-diffusion/i, capabilities: ['IMAGES'] },
  { pattern: /moderation|rerank/i, capabilities: [] },
];

/** A first guess by name; an administrator's entry in the catalog wins over it. */
export function describeModel(name: string): ModelDescription {
  const family = FAMILIES.find(({ pattern }) => pattern.test(name));
  return {
    name,
    capabilities: family?.capabilities ?? ['CHAT', 'TOOLS', 'JSON_SCHEMA'],
    contextWindow: null,
    maximumOutputTokens: null,
  };
}
