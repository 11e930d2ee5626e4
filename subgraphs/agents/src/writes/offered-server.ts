import { ValidationError } from '@aether/common/service';
import {
  type AllowedOffers,
  isRecord,
  type JsonObject,
  offeredProgram,
  type ServerJson,
  type ToolOffer,
} from '@aether/schema';
import type { ToolServerRecord } from '../tools/tool-catalog.ts';
import { type AllowedPrograms, importedOffer, knownOffer, unavailableReason } from '../tools/tool-server-offers.ts';
import type { ConnectToolServerInput } from '../types/connect-tool-server-input.ts';

/** What a server has of an offer. */
export type OfferedEndpoint = Pick<
  ToolServerRecord,
  'transport' | 'url' | 'command' | 'arguments' | 'offerSlug' | 'settings' | 'importedServer'
>;

/**
 * The endpoint of a server that is connected by its name.
 * @param imported what the tenant has imported under this name
 * @throws ValidationError
 */
export function offeredServer(
  slug: string,
  { settings, credentialId = null }: ConnectToolServerInput,
  { programs, offers }: AllowedPrograms,
  imported: ServerJson | null,
): OfferedEndpoint {
  const program = programs.find((each) => each.slug === slug);
  const given = settingsOf(settings);
  if (program !== undefined) {
    if (Object.keys(given).length > 0)
      throw new ValidationError(['settings'], 'none for a program of the operator', 'some');
    if (credentialId !== null)
      throw new ValidationError(['credentialId'], 'none', 'one', 'The operator gives this program its environment.');
    const { command, arguments: said } = program;
    const none = { offerSlug: null, settings: null, importedServer: null };
    return { transport: 'STDIO', url: null, command, arguments: said, ...none };
  }
  const offer = imported === null ? knownOffer(slug) : importedOffer(imported);
  if (offer === null)
    throw new ValidationError(['offerSlug'], 'the slug of an offer', JSON.stringify(slug.slice(0, 100)));
  // Kept as it is now: importing another version changes no server that is connected.
  const importedServer =
    offer.source.transport === 'STDIO' && imported !== null && isJsonObject(imported) ? imported : null;
  return { ...offeredEndpoint(offer, { given, credentialId }, offers), offerSlug: offer.slug, importedServer };
}

/**
 * Where a server of an offer is, or what is run for it, with what a person has set.
 * @throws ValidationError
 */
export function offeredEndpoint(
  offer: ToolOffer,
  { given, credentialId }: { readonly given: JsonObject; readonly credentialId: string | null },
  allowed: AllowedOffers,
): Omit<OfferedEndpoint, 'offerSlug' | 'importedServer'> {
  const reason = unavailableReason(offer, allowed);
  if (reason !== null)
    throw new ValidationError(['offerSlug'], 'an offer that may run here', JSON.stringify(offer.slug), reason);
  if (offer.source.transport === 'HTTP') {
    if (Object.keys(given).length > 0) throw new ValidationError(['settings'], 'none for this server', 'some');
    return { transport: 'HTTP', url: offer.source.url, command: null, arguments: [], settings: given };
  }
  const made = offeredProgram(offer, given);
  if ('problem' in made)
    throw new ValidationError(
      ['settings', ...(made.setting === null ? [] : [made.setting])],
      'what the offer says',
      'something else',
      made.problem,
    );
  if (credentialId === null && offer.secret?.isRequired === true)
    throw new ValidationError(
      ['credentialId'],
      `a credential for ${offer.secret.variable}`,
      'none',
      offer.secret.description,
    );
  if (credentialId !== null && offer.secret === null)
    throw new ValidationError(['credentialId'], 'none', 'one', 'This program takes no secret.');
  // Shown to people, and compared with nothing: the gateway makes its own of the offer and the settings.
  const { command, arguments: said } = made.program;
  return { transport: 'STDIO', url: null, command, arguments: said, settings: given };
}

/** What a person has set, by name. @throws ValidationError */
export function settingsOf(settings: unknown): JsonObject {
  if (settings === undefined || settings === null) return {};
  if (isJsonObject(settings) && JSON.stringify(settings).length <= 20_000) return settings;
  throw new ValidationError(['settings'], 'an object of at most 20,000 characters', 'something else');
}

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
