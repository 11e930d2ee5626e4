import { z } from 'zod';
import type { ToolOffer } from './tool-offer.ts';

/** Which offers an operator lets run as programs on the machine of the MCP gateway. */
export type AllowedOffers = ReadonlySet<string>;

/**
 * The text of `AETHER_TOOL_OFFERS`: slugs, and `*` for every program of the catalog that gets at nothing but its own data. One that reads files
 * or opens addresses is allowed by its slug only.
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

/** Whether the package of an offer may be run. */
export function isOfferAllowed(allowed: AllowedOffers, { slug, reach }: Pick<ToolOffer, 'slug' | 'reach'>): boolean {
  return allowed.has(slug) || (allowed.has('*') && reach === null);
}
