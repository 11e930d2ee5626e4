import { serverJsonSchema, type ToolOffer } from '@aether/schema';
import type { ToolServerRecord } from './tool-catalog.ts';
import { importedOffer, knownOffer } from './tool-server-offers.ts';

/** The offer that a server was connected from: what was imported counts as it was then. Null = none, or none (any more) that can be used. */
export function offerOfServer({
  offerSlug,
  importedServer,
}: Pick<ToolServerRecord, 'offerSlug' | 'importedServer'>): ToolOffer | null {
  if (offerSlug === null) return null;
  if (importedServer === null) return knownOffer(offerSlug);
  const server = serverJsonSchema.safeParse(importedServer).data;
  return server === undefined ? null : importedOffer(server);
}
