import type { JsonObject, RegistryProblem } from '@aether/schema';
import { isRecord, packageNames, type RegistryEntry } from '@aether/schema';
import type { ToolTransport } from './tool-catalog.ts';
import { type AllowedPrograms, unavailableReason } from './tool-server-offers.ts';

/** A server of a registry or a file, as one tenant sees it. */
export interface RegistryServerRecord {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly version: string | null;
  readonly transport: ToolTransport | null;
  readonly place: string | null;
  readonly server: JsonObject | null;
  readonly problems: readonly RegistryProblem[];
  readonly unavailableReason: string | null;
  readonly importable: boolean;
  readonly imported: boolean;
}

/** What is told of an entry. @param imported names of what the tenant has */
export function registryServer(
  { name, server, problems, offer, reason }: RegistryEntry,
  imported: ReadonlySet<string>,
  { offers }: AllowedPrograms,
): RegistryServerRecord {
  return {
    name,
    title: server?.title ?? name.slice(name.indexOf('/') + 1),
    description: server?.description ?? '',
    version: server?.version ?? null,
    transport: offer?.source.transport ?? null,
    place:
      offer === null ? null : offer.source.transport === 'HTTP' ? offer.source.url : (packageNames(offer)[0] ?? null),
    server: isJsonObject(server) ? server : null,
    problems,
    unavailableReason: offer === null ? sentence(reason) : unavailableReason(offer, offers),
    importable: offer !== null,
    imported: offer !== null && imported.has(name),
  };
}

function sentence(reason: string | null): string | null {
  return reason === null ? null : `It cannot be connected here: ${reason}.`;
}

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
