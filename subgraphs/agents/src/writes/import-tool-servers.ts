import { ValidationError } from '@aether/common/service';
import { readRegistry, type RegistryEntry } from '@aether/schema';
import type { AgentsParts } from '../context.ts';
import type { Cause } from '../events/cause.ts';
import { events } from '../events/events.ts';
import { type RegistryServerRecord, registryServer } from '../tools/registry-server.ts';

/** Of what is sent along: a page of the official registry has a third of it. */
const MOST_BYTES = 400_000;
/** Imported servers of one tenant. */
const MOST_IMPORTED = 200;
/** Of one import: each is an event and a node. */
const MOST_AT_ONCE = 100;

export type ImportParts = Pick<AgentsParts, 'catalogChanges' | 'importedServers' | 'allowedPrograms'>;

/**
 * Makes offers of what a file says, as far as it can be connected here; the rest is told with the reason.
 * @throws ValidationError
 */
export async function importToolServers(
  { catalogChanges, importedServers, allowedPrograms }: ImportParts,
  cause: Cause,
  document: unknown,
): Promise<readonly RegistryServerRecord[]> {
  const { entries } = readDocument(document);
  const servers = entries.flatMap(({ server, offer }) => (server === null || offer === null ? [] : [server]));
  if (servers.length > MOST_AT_ONCE)
    throw new ValidationError(
      ['document'],
      `at most ${MOST_AT_ONCE} servers at once`,
      String(servers.length),
      'Import it in parts.',
    );
  const { userId, tenantId } = cause.viewer;
  const { result: imported } = await catalogChanges.change(tenantId, cause, async (change) => {
    const before = await importedServers.namesWithin(change.transaction);
    const after = new Set([...before, ...servers.map(({ name }) => name)]);
    if (servers.length === 0) return before;
    if (after.size > MOST_IMPORTED)
      throw new ValidationError(
        ['document'],
        `at most ${MOST_IMPORTED} imported servers`,
        String(after.size),
        'Remove some that nobody connects, or import fewer.',
      );
    await importedServers.save(change.transaction, servers, { at: change.at, userId });
    for (const { name, version } of servers) {
      // Moves the revision of the catalog, without which nothing is told.
      change.touch(name);
      change.tell(events.toolServerOfferImported(cause, name, version));
    }
    return after;
  });
  return entries.map((entry) => registryServer(entry, imported, allowedPrograms));
}

function readDocument(document: unknown): { readonly entries: readonly RegistryEntry[] } {
  const text = typeof document === 'string' ? document : JSON.stringify(document ?? null);
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new ValidationError(
      ['document'],
      `at most ${MOST_BYTES} bytes`,
      String(Buffer.byteLength(text)),
      'Import it in parts.',
    );
  const read = readRegistry(parsed(text));
  if ('problem' in read)
    throw new ValidationError(['document'], 'servers of a registry', 'something else', read.problem);
  return read;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser says at which line and column.
    const place = error instanceof SyntaxError ? error.message : 'It is no JSON.';
    throw new ValidationError(['document'], 'JSON', 'something else', place);
  }
}
