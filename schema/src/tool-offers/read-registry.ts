import { z } from 'zod';
import { isRecord } from '../json-value.ts';
import { type ServerJson, serverJsonSchema } from './server-json.ts';
import { toolOffer, type ToolOffer } from './tool-offer.ts';

/** What does not fit, and where. */
export interface RegistryProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** One server of a `server.json`, of a registry's export, or of a page of its API. */
export interface RegistryEntry {
  /** As far as it can be told. */
  readonly name: string;
  /** Null = it cannot be read; `problems` say why. */
  readonly server: ServerJson | null;
  readonly problems: readonly RegistryProblem[];
  /** Null = it cannot be had here; `reason` says why, unless it cannot be read. */
  readonly offer: ToolOffer | null;
  readonly reason: string | null;
}

export interface RegistryReading {
  readonly entries: readonly RegistryEntry[];
  /** Where a registry goes on; null = there is no more. */
  readonly nextCursor: string | null;
}

const MOST_SERVERS = 500;
const MOST_PROBLEMS = 10;
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
  const entries = found.map((item, index) => ({
    entry: readEntry(item, isList ? [...root, String(index)] : []),
    isLatest: stateOf(item).isLatest ?? false,
  }));
  return {
    entries: latestOf(entries),
    nextCursor: read?.metadata?.nextCursor || null,
  };
}

function readEntry(item: Readonly<Record<string, unknown>>, path: readonly string[]): RegistryEntry {
  const wrapped = isRecord(item['server']) ? item['server'] : null;
  const server = wrapped ?? item;
  const place = wrapped === null ? path : [...path, 'server'];
  const parsed = serverJsonSchema.safeParse(server);
  const said = server['name'];
  const name = typeof said === 'string' && said.length <= 200 ? said : place.join('.') || 'server.json';
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, MOST_PROBLEMS)
      .map((issue) => ({ path: [...place, ...issue.path.map(String)], message: issue.message }));
    return { name, server: null, problems, offer: null, reason: null };
  }
  const common = { name, server: parsed.data, problems: [] };
  if (stateOf(item).status === 'deleted') return { ...common, offer: null, reason: 'it was taken out of its registry' };
  const made = toolOffer(name, parsed.data, { imported: true });
  return 'problem' in made
    ? { ...common, offer: null, reason: made.problem }
    : { ...common, offer: made.offer, reason: null };
}

function stateOf(item: Readonly<Record<string, unknown>>): z.output<typeof state> {
  const meta = item['_meta'];
  return (isRecord(meta) ? state.safeParse(meta[OFFICIAL]).data : undefined) ?? {};
}

/** Of several versions of a server the latest, or the first when none says so. */
function latestOf(
  found: readonly { readonly entry: RegistryEntry; readonly isLatest: boolean }[],
): readonly RegistryEntry[] {
  const byName = new Map<string, RegistryEntry>();
  for (const { entry, isLatest } of found) if (isLatest || !byName.has(entry.name)) byName.set(entry.name, entry);
  return [...byName.values()];
}

function isServer(document: Readonly<Record<string, unknown>>): boolean {
  return typeof document['name'] === 'string' || isRecord(document['server']);
}
