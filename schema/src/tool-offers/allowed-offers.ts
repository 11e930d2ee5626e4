import { z } from 'zod';
import type { ToolOffer } from './tool-offer.ts';

/** Which offers an operator lets run as programs on the machine of the MCP gateway, each with the variables that a description may set. */
export type AllowedOffers = ReadonlyMap<string, ReadonlySet<string>>;

/** A name, and variables in brackets. */
const ENTRY = /^([^\s(),;]+)(?:\(\s*([A-Za-z_]\w*(?:\s*;\s*[A-Za-z_]\w*)*)\s*\))?$/u;

/**
 * The text of `AETHER_TOOL_OFFERS`: slugs, and `*` for every program of the catalog that gets at nothing but its own data. One that reads files
 * or opens addresses is allowed by its slug only, and one that a tenant has imported by its package: `npm:@scope/name@1.2.3`, or
 * `npm:@scope/name` for every version. To name a package is to hand its command line to tenants: their description says which arguments it
 * gets. The variables that it may set are those in brackets, `npm:@scope/name@1.2.3(API_URL;TOKEN)`, and no others.
 */
export const allowedOffersSchema = z
  .string()
  .default('')
  .transform((text, context): AllowedOffers => {
    const allowed = new Map<string, ReadonlySet<string>>();
    for (const entry of text.split(',').map((each) => each.trim())) {
      if (entry === '') continue;
      const [, name, variables = ''] = ENTRY.exec(entry) ?? [];
      if (name === undefined) {
        context.addIssue({
          code: 'custom',
          message: `expected slugs and packages such as npm:@scope/name@1.2.3(API_URL;TOKEN), with commas, got ${JSON.stringify(entry.slice(0, 100))}`,
        });
        return z.NEVER;
      }
      const named = variables.split(';').map((each) => each.trim());
      allowed.set(name, new Set([...(allowed.get(name) ?? []), ...named.filter((each) => each !== '')]));
    }
    return allowed;
  });

/** Whether the package of an offer may be run, with the variables that it sets. What a tenant calls an offer counts for nothing. */
export function isOfferAllowed(
  allowed: AllowedOffers,
  offer: Pick<ToolOffer, 'slug' | 'reach' | 'imported' | 'source'>,
): boolean {
  if (!offer.imported) return allowed.has(offer.slug) || (allowed.has('*') && offer.reach === null);
  const entries = packageNames(offer).flatMap((name) => allowed.get(name) ?? []);
  return entries.length > 0 && variablesOf(offer).every((variable) => entries.some((named) => named.has(variable)));
}

/** How an operator names the package of an offer: this version of it, then every one. None for an address. */
export function packageNames({ source }: Pick<ToolOffer, 'source'>): readonly string[] {
  if (source.transport === 'HTTP') return [];
  const { registryType, identifier, version } = source.package;
  const every = `${registryType}:${identifier}`;
  return [`${every}@${version}`, every];
}

/** What an operator adds to `AETHER_TOOL_OFFERS` so that the offer may run. */
export function nameForOperator(offer: Pick<ToolOffer, 'slug' | 'imported' | 'source'>): string {
  const [name] = packageNames(offer);
  if (!offer.imported || name === undefined) return offer.slug;
  const variables = variablesOf(offer);
  return variables.length === 0 ? name : `${name}(${variables.join(';')})`;
}

/** Of which a description says that the program gets them. */
function variablesOf({ source }: Pick<ToolOffer, 'source'>): readonly string[] {
  return source.transport === 'HTTP' ? [] : source.package.environmentVariables.map(({ name }) => name);
}
