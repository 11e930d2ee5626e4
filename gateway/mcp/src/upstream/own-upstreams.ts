import type { Viewer } from '@aether/common/security';
import { LRUCache } from 'lru-cache';
import type { Catalog, ServerRecord } from '../catalog/catalog.ts';
import type { Credentials } from '../credentials.ts';
import { ToolNeedsPersonError } from '../errors.ts';
import { serverFingerprint } from './server-fingerprint.ts';
import { serverUpstream, type ServerUpstreamParts } from './server-upstream.ts';
import type { Definitions, Upstream } from './upstream.ts';

export interface OwnUpstreamsParts extends ServerUpstreamParts {
  readonly credentials: Credentials;
  readonly onOffersChanged: (tenantId: string, slug: string) => void;
  /** A server that has no credential of its own has told a person what it offers. */
  readonly onListed: (
    tenantId: string,
    server: ServerRecord,
    definitions: Definitions,
    protocolRevision: string | null,
  ) => void;
}

/** A person's connection that nobody uses is let go after this long. */
const IDLE_MS = 15 * 60_000;
/** One that is in use is asked again after this long. */
const CHECK_MS = 60_000;

interface Entry {
  readonly upstream: Upstream;
  readonly fingerprint: string;
  readonly tenantId: string;
  readonly serverId: string;
  /** As of the last request: what a person may do changes. */
  person: Viewer;
  checkedAtMs: number;
}

/**
 * Connections of people to servers that each person calls with an own account: one per tenant, server and person, so that nothing of one
 * person's session or account is ever seen by another one.
 *
 * Who reports what such a server offers: its own credential, where it has one, and nobody else. Without one the first person whose connection
 * has listed does, for as long as that connection is open. A server may tell people different tools; if everybody reported, each list would
 * undo the one before, and tools would come and go on the page. What may be called is decided by the approved definition all the same: each
 * person's call is compared with what the server offers that person.
 */
export class OwnUpstreams implements AsyncDisposable {
  readonly #parts: OwnUpstreamsParts;
  readonly #closing = new Set<Promise<void>>();
  /** By tenant and server, the key of the entry that reports. */
  readonly #reporters = new Map<string, string>();
  readonly #entries = new LRUCache<string, Entry>({
    max: 2_000,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
    ttlAutopurge: true,
    dispose: (entry, key) => this.#gone(entry, key),
  });

  constructor(parts: OwnUpstreamsParts) {
    this.#parts = parts;
  }

  /**
   * @throws ToolNeedsPersonError for an API key, too: whoever holds one may be somebody else, and the account is with a third party that knows
   * nothing of what the key is limited to
   */
  of(person: Viewer, server: ServerRecord): Upstream {
    const { tenantId, userId } = person;
    if (userId === null || person.apiKey !== undefined) throw new ToolNeedsPersonError(server.slug);
    const key = `${tenantId}/${server.id}/${userId}`;
    const entry = this.#entry(key, person, server);
    entry.person = person;
    const now = this.#parts.clock.monotonicMs();
    if (entry.checkedAtMs + CHECK_MS <= now) this.#check(entry, now);
    return entry.upstream;
  }

  /** Lets go at once what is no more, is another server now, or is not called with own accounts any more. */
  follow(tenantId: string, catalog: Catalog): void {
    const current = new Map(catalog.servers.map((server) => [server.id, serverFingerprint(server)]));
    for (const [key, entry] of Array.from(this.#entries.entries()))
      if (entry.tenantId === tenantId && current.get(entry.serverId) !== entry.fingerprint) this.#entries.delete(key);
  }

  /** Somebody of a tenant may have taken an account away: a connection whose account is gone ends, with what is under way on it. */
  recheck(tenantId: string): void {
    const now = this.#parts.clock.monotonicMs();
    for (const entry of Array.from(this.#entries.values())) if (entry.tenantId === tenantId) this.#check(entry, now);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear();
    await Promise.all(this.#closing);
  }

  #entry(key: string, person: Viewer, server: ServerRecord): Entry {
    const fingerprint = serverFingerprint(server);
    const known = this.#entries.get(key);
    if (known?.fingerprint === fingerprint) return known;
    const { credentials, clock, onOffersChanged } = this.#parts;
    const { tenantId } = person;
    const use = { tenantId, serverId: server.id, serverSlug: server.slug };
    const upstream = serverUpstream(
      this.#parts,
      tenantId,
      server,
      (serverUrl) => (refusedVersion) => credentials.openOwn(entry.person, { ...use, serverUrl }, refusedVersion),
      {
        onListed: (definitions, protocolRevision) =>
          this.#listed(key, tenantId, server, { definitions, protocolRevision }),
        onOffersChanged: () => onOffersChanged(tenantId, server.slug),
        // It is about this person's account, or found out by the next call: of the server itself nothing is said.
        onLost: () => this.#release(key, tenantId, server.id),
      },
    );
    const entry: Entry = {
      upstream,
      fingerprint,
      tenantId,
      serverId: server.id,
      person,
      // Connecting reads its list.
      checkedAtMs: clock.monotonicMs(),
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #listed(
    key: string,
    tenantId: string,
    server: ServerRecord,
    { definitions, protocolRevision }: { readonly definitions: Definitions; readonly protocolRevision: string | null },
  ): void {
    if (server.credential != null) return;
    const place = `${tenantId}/${server.id}`;
    const reporter = this.#reporters.get(place) ?? key;
    if (reporter !== key || this.#entries.peek(key) === undefined) return;
    this.#reporters.set(place, key);
    this.#parts.onListed(tenantId, server, definitions, protocolRevision);
  }

  #check(entry: Entry, now: number): void {
    entry.checkedAtMs = now;
    // What is wrong is told to whoever calls next.
    entry.upstream.check().catch(() => {});
  }

  #release(key: string, tenantId: string, serverId: string): void {
    const place = `${tenantId}/${serverId}`;
    if (this.#reporters.get(place) === key) this.#reporters.delete(place);
  }

  #gone({ upstream, tenantId, serverId }: Entry, key: string): void {
    this.#release(key, tenantId, serverId);
    const closing = upstream[Symbol.asyncDispose]().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
