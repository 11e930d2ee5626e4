import { z } from 'zod';
import type { ToolOffer } from './tool-offer.ts';

/** Which offers an operator lets run as programs on the machine of the MCP gateway. */
export type AllowedOffers = ReadonlySet<string>;

/**
 * The text of `AETHER_TOOL_OFFERS`: slugs, and `*` for every program of the catalog that gets at nothing but its own data. One that reads files
 * or opens addresses is allowed by its slug only, and one that a tenant has imported by its package: `npm:@scope/name@1.2.3`, or
 * `npm:@scope/name` for every version.
 */
export const allowedOffersSchema = z
  .string()
  .default('')
  .transform(
    (text): AllowedOffers =>
      new Set(
        text
          .split(',')
          .map((slug) => slug.trim())
          .filter((slug) => slug !== ''),
      ),
  );

/** Whether the package of an offer may be run. What a tenant calls an offer counts for nothing. */
export function isOfferAllowed(
  allowed: AllowedOffers,
  offer: Pick<ToolOffer, 'slug' | 'reach' | 'imported' | 'source'>,
): boolean {
  if (!offer.imported) return allowed.has(offer.slug) || (allowed.has('*') && offer.reach === null);
  const [one, every] = packageNames(offer);
  return one !== undefined && every !== undefined && (allowed.has(one) || allowed.has(every));
}

/** How an operator names the package of an offer: this version of it, then every one. None for an address. */
export function packageNames({ source }: Pick<ToolOffer, 'source'>): readonly string[] {
  if (source.transport === 'HTTP') return [];
  const { registryType, identifier, version } = source.package;
  const every = `${registryType}:${identifier}`;
  return [`${every}@${version}`, every];
}
