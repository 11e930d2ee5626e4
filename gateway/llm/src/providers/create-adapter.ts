import type { ProviderPresetKey } from '@aether/schema';
import { AnthropicAdapter, type AnthropicOptions } from './anthropic/anthropic-adapter.ts';
import { OpenAiCompatibleAdapter } from './openai-compatible.ts';
import type { ProviderAdapter } from './provider-adapter.ts';
import { quirksOf } from './provider-quirks.ts';

export interface AdapterOptions extends AnthropicOptions {
  readonly protocol: 'OPENAI' | 'ANTHROPIC';
  readonly preset: ProviderPresetKey | null;
}

/** The adapter of a provider by its protocol, with what is known of its vendor. */
export function createAdapter({ protocol, preset, ...options }: AdapterOptions): ProviderAdapter {
  return protocol === 'ANTHROPIC'
    ? new AnthropicAdapter(options)
    : new OpenAiCompatibleAdapter({ ...options, quirks: quirksOf(preset) });
}
