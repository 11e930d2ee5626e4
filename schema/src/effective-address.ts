import { PROVIDER_PRESETS } from './provider-presets.ts';

/**
 * Where a provider of models answers: at its own address, else where its vendor usually does; a provider without a preset means the
 * protocol's own maker. Null = nobody can say.
 */
export function effectiveAddress({
  baseUrl,
  preset,
  protocol,
}: {
  readonly baseUrl?: string | null;
  readonly preset?: string | null;
  readonly protocol: string;
}): string | null {
  const key = preset ?? protocol.toLowerCase();
  return baseUrl ?? PROVIDER_PRESETS.find((entry) => entry.key === key)?.baseUrl ?? null;
}
