import { isProviderPresetKey, PROVIDER_PRESETS, type ProviderPresetKey } from '@aether/schema';

/** The preset that a provider was made from; for one made without, the vendor whose own host it names. */
export function presetOf(preset: string | null, baseUrl: string): ProviderPresetKey | null {
  if (isProviderPresetKey(preset)) return preset;
  const { host } = new URL(baseUrl);
  const known = PROVIDER_PRESETS.find((entry) => entry.baseUrl !== null && new URL(entry.baseUrl).host === host);
  return known?.key ?? (host.endsWith('.openai.azure.com') ? 'azure' : null);
}
