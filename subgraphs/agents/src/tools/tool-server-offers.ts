import {
  type AllowedOffers,
  isOfferAllowed,
  type JsonObject,
  KNOWN_TOOL_OFFERS,
  nameForOperator,
  type ServerJson,
  settingsSchema,
  type ToolOffer,
  type ToolProgram,
  toolOffer,
  toolProgramOf,
} from '@aether/schema';
import type { ToolEffect, ToolServerKind, ToolServerRecord, ToolTransport } from './tool-catalog.ts';

/** A tool server that can be connected by its name, as one tenant sees it. */
export interface ToolServerOfferRecord {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly kind: ToolServerKind;
  readonly transport: ToolTransport;
  readonly settingsSchema: JsonObject;
  readonly connected: boolean;
  readonly imported: boolean;
  /** Of the server, as its publisher counts; null = the operator's own program. */
  readonly version: string | null;
  readonly unavailableReason: string | null;
}

/** What the operator of this installation lets run as tool servers. */
export interface AllowedPrograms {
  readonly programs: readonly ToolProgram[];
  readonly offers: AllowedOffers;
}

const NO_SETTINGS: JsonObject = { type: 'object', properties: {}, additionalProperties: false };

/** The operator's programs, what the tenant has imported, and what ships with the product. */
export function toolServerOffers(
  { programs, offers }: AllowedPrograms,
  imported: readonly ServerJson[],
  servers: readonly ToolServerRecord[],
): readonly ToolServerOfferRecord[] {
  const own = programs.map((program): ToolServerOfferRecord => ({
    slug: program.slug,
    name: program.name,
    description: program.description,
    kind: 'MCP',
    transport: 'STDIO',
    settingsSchema: NO_SETTINGS,
    connected: servers.some(
      (server) => server.command !== null && toolProgramOf([program], server.command, server.arguments) !== null,
    ),
    unavailableReason: null,
    imported: false,
    version: null,
  }));
  const recordOf = (offer: ToolOffer, version: string | null): ToolServerOfferRecord => ({
    slug: offer.slug,
    name: offer.name,
    description: offer.description,
    kind: 'MCP',
    transport: offer.source.transport,
    settingsSchema: settingsSchema(offer),
    connected: servers.some(({ offerSlug }) => offerSlug === offer.slug),
    unavailableReason: unavailableReason(offer, offers),
    imported: offer.imported,
    version,
  });
  const brought = imported.flatMap((server) => {
    const offer = importedOffer(server);
    return offer === null ? [] : [recordOf(offer, server.version)];
  });
  const taken = new Set(programs.map(({ slug }) => slug));
  // A program with the slug of an offer wins; the name of an imported one has a slash, which no slug has.
  const known = KNOWN_TOOL_OFFERS.filter(({ slug }) => !taken.has(slug)).map((offer) =>
    recordOf(offer, offer.source.transport === 'STDIO' ? (offer.source.package.version ?? null) : null),
  );
  return [...own, ...brought, ...known];
}

/** What can be connected of a server that a tenant has imported; null = nothing (any more). */
export function importedOffer(server: ServerJson): ToolOffer | null {
  const made = toolOffer(server.name, server, { imported: true });
  return 'offer' in made ? made.offer : null;
}

/** The offer of this name that ships with the product. */
export function knownOffer(slug: string): ToolOffer | null {
  return KNOWN_TOOL_OFFERS.find((offer) => offer.slug === slug) ?? null;
}

/** Why nobody can connect it here; null = it can be. */
export function unavailableReason(offer: ToolOffer, allowed: AllowedOffers): string | null {
  const { source } = offer;
  if (source.transport === 'HTTP' || isOfferAllowed(allowed, offer)) return null;
  const { identifier } = source.package;
  const how = offer.imported ? `can name it as "${nameForOperator(offer)}"` : 'names what may run';
  return `It runs as a program (${source.launcher} ${identifier}), which the operator of this installation has not allowed: AETHER_TOOL_OFFERS ${how}.`;
}

/** The effect that the catalog knows for a tool of an offer. */
export function knownEffect(offerSlug: string | null, tool: string): ToolEffect | null {
  const effects = offerSlug === null ? undefined : knownOffer(offerSlug)?.effects;
  return effects !== undefined && Object.hasOwn(effects, tool) ? (effects[tool] ?? null) : null;
}
