import { PROVIDER_PRESETS, type ProviderPresetKey } from './provider-presets.ts';

const KEYS: readonly string[] = PROVIDER_PRESETS.map(({ key }) => key);

export function isProviderPresetKey(value: unknown): value is ProviderPresetKey {
  return typeof value === 'string' && KEYS.includes(value);
}
