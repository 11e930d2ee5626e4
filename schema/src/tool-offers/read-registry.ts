import { z } from 'zod';
import { isRecord } from '../json-value.ts';
import { compareVersions } from './compare-versions.ts';
import { readEntry } from './read-entry.ts';
import type { RegistryEntry } from './registry-entry.ts';

export interface RegistryReading {
  readonly entries: readonly RegistryEntry[];
  /** Where a registry goes on; null = there is no more. */
  readonly nextCursor: string | null;
}

const MOST_SERVERS = 500;
const OFFICIAL = 'io.modelcontextprotocol.registry/official';

const page = z.object({
  // Some registries write an empty list so.
  servers: z
    .array(z.unknown())
    .nullable()
    .transform((servers) => servers ?? []),
  metadata: z.object({ nextCursor: z.string().max(2_000).nullish() }).nullish(),
});
const state = z.object({ status: z.string().optional(), isLatest: z.boolean().optional() });

/** Reads one server, a list of them, or a page of the registry API. A server that does not fit keeps no other one out. */
export function readRegistry(document: unknown): RegistryReading | { readonly problem: string } {
  const read = page.safeParse(document).data;
  const found = read?.servers ?? (Array.isArray(document) ? document : [document]);
  if (!found.every(isRecord) || (read === undefined && isRecord(document) && !isServer(document)))
    return {
      problem:
        'Expected a server.json (an object with "name", "description" and "version"), a list of them, or a page of a registry.',
    };
  if (found.length > MOST_SERVERS) return { problem: `Expected at most ${MOST_SERVERS} servers, got ${found.length}.` };
  const root = read !== undefined ? ['servers'] : [];
  const isList = read !== undefined || Array.isArray(document);
  const entries = found.map((item, index): Found => {
    const { status, isLatest = false } = stateOf(item);
    const isDeleted = status === 'deleted';
    return { entry: readEntry(item, isList ? [...root, String(index)] : [], isDeleted), isLatest, isDeleted };
  });
  return {
    entries: latestOf(entries),
    nextCursor: read?.metadata?.nextCursor || null,
  };
}

function stateOf(item: Readonly<Record<string, unknown>>): z.output<typeof state> {
  const meta = item['_meta'];
  return (isRecord(meta) ? state.safeParse(meta[OFFICIAL]).data : undefined) ?? {};
}

interface Found {
  readonly entry: RegistryEntry;
  readonly isLatest: boolean;
  readonly isDeleted: boolean;
}

/** Of several versions of a server the latest makes the offer, or the newest when none says so; the others tell which it is. */
function latestOf(found: readonly Found[]): readonly RegistryEntry[] {
  const chosen = new Map<string, Found>();
  for (const each of found) {
    const { name, server } = each.entry;
    if (server === null || each.isDeleted) continue;
    const best = chosen.get(name);
    if (best === undefined || isNewer(each, best)) chosen.set(name, each);
  }
  return found.map(({ entry }): RegistryEntry => {
    const best = chosen.get(entry.name)?.entry;
    if (entry.offer === null || best === undefined || best === entry) return entry;
    return { ...entry, offer: null, reason: `version ${best.server?.version} of it is taken` };
  });
}

function isNewer(one: Found, other: Found): boolean {
  if (one.isLatest !== other.isLatest) return one.isLatest;
  return compareVersions(one.entry.server?.version ?? '', other.entry.server?.version ?? '') > 0;
}

function isServer(document: Readonly<Record<string, unknown>>): boolean {
  return typeof document['name'] === 'string' || isRecord(document['server']);
}
