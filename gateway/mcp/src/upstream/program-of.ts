import {
  type AllowedOffers,
  isOfferAllowed,
  isRecord,
  type JsonObject,
  KNOWN_TOOL_OFFERS,
  nameForOperator,
  offeredProgram,
  serverJsonSchema,
  type ToolOffer,
  toolOffer,
  type ToolProgram,
  toolProgramOf,
} from '@aether/schema';
import type { ServerRecord } from '../catalog/catalog.ts';
import { CredentialUnreadableError, ToolServerUnavailableError } from '../errors.ts';
import type { OpenCredential } from './send-authorized.ts';
import type { StartedProgram } from './stdio-transport.ts';

export interface AllowedHere {
  readonly programs: readonly ToolProgram[];
  readonly offers: AllowedOffers;
}

/** One failed download is told soon; npm would try for minutes. */
const PATIENCE = {
  npx: {
    npm_config_fetch_retries: '1',
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_update_notifier: 'false',
  },
  uvx: { UV_HTTP_TIMEOUT: '30', UV_NO_PROGRESS: '1' },
} as const;

/** Whether it is a package of the catalog, which is fetched when it runs for the first time. */
export function isPackage(server: ServerRecord): boolean {
  return server.transport === 'STDIO' && server.offerSlug != null;
}

/**
 * What is run for a server over stdio. The lists of this process count, not the command line that the graph holds: whoever can write there
 * still cannot run a command here.
 * @throws ToolServerUnavailableError when the operator does not allow it (any more)
 */
export function programOf(
  { programs, offers }: AllowedHere,
  server: ServerRecord,
  credential: OpenCredential | null,
): StartedProgram {
  if (server.offerSlug != null) return packageOf(offers, server, server.offerSlug, credential);
  const program = server.command == null ? null : toolProgramOf(programs, server.command, server.arguments);
  if (program === null)
    throw new ToolServerUnavailableError(server.slug, 'its command line is not allowed by the operator any more');
  return { ...program, secrets: async () => ({}) };
}

function packageOf(
  allowed: AllowedOffers,
  { slug, settings, importedServer }: ServerRecord,
  offerSlug: string,
  credential: OpenCredential | null,
): StartedProgram {
  const offer =
    importedServer == null
      ? KNOWN_TOOL_OFFERS.find((each) => each.slug === offerSlug)
      : importedOffer(offerSlug, importedServer);
  if (offer === undefined)
    throw new ToolServerUnavailableError(
      slug,
      importedServer == null
        ? `the catalog has no "${offerSlug}" any more`
        : `what was imported as "${offerSlug}" cannot be run here`,
    );
  if (!isOfferAllowed(allowed, offer))
    throw new ToolServerUnavailableError(
      slug,
      `the operator does not allow "${nameForOperator(offer)}" (AETHER_TOOL_OFFERS)`,
    );
  const made = offeredProgram(offer, isJsonObject(settings) ? settings : {});
  if ('problem' in made)
    throw new ToolServerUnavailableError(
      slug,
      `its setting ${made.setting ?? ''} does not fit any more: ${made.problem}`,
    );
  const { program } = made;
  const { secret } = offer;
  return {
    ...program,
    environment: { ...PATIENCE[program.command], ...program.environment },
    async secrets() {
      if (secret === null || credential === null) return {};
      const { kind, secret: value } = await credential(null);
      // The token of a sign-in is for the server that granted it, not for a program.
      if (kind !== 'API_KEY' && kind !== 'BEARER') throw new CredentialUnreadableError(slug);
      return { [secret.variable]: value };
    },
  };
}

/** Judged anew, whatever the graph holds: the operator allows its package by name. */
function importedOffer(offerSlug: string, server: unknown): ToolOffer | undefined {
  const parsed = serverJsonSchema.safeParse(server).data;
  const made = parsed === undefined ? null : toolOffer(offerSlug, parsed, { imported: true });
  return made !== null && 'offer' in made && made.offer.source.transport === 'STDIO' ? made.offer : undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
