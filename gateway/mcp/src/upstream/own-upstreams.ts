import type { Viewer } from '@aether/common/security';
import { bulkhead } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Catalog, ServerRecord } from '../catalog/catalog.ts';
import type { Credentials } from '../credentials.ts';
import { ToolNeedsPersonError, ToolServerBusyError } from '../errors.ts';
import { serverFingerprint } from './server-fingerprint.ts';
import { serverUpstream, type ServerUpstreamParts } from './server-upstream.ts';
import type { Definitions } from './tool-list.ts';
import type { Upstream } from './upstream.ts';

export interface OwnList {
  readonly definitions: Definitions;
  readonly protocolRevision: string | null;
  /** It is what one person is offered, who decides nothing for the others. */
  readonly isPartial: boolean;
}

export interface OwnUpstreamsParts extends ServerUpstreamParts {
  readonly credentials: Credentials;
  readonly onOffersChanged: (tenantId: string, slug: string) => void;
  /** A server that has no credential of its own has told a person what it offers. */
  readonly onListed: (tenantId: string, server: ServerRecord, listed: OwnList) => void;
}

/** A person's connection that nobody uses is let go after this long. */
const IDLE_MS = 15 * 60_000;
/** One that is in use is asked again after this long. */
const CHECK_MS = 45_000;
/** Connections of the people of one tenant; only among themselves they make room. */
const PER_TENANT = 500;
/** Of all tenants. */
const IN_ALL = 10_000;
const CHECKS_AT_ONCE = 16;

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
 * undo the one before, and tools would come and go on the page. What somebody's account lists only adds to what is known, for it may be few tools, or
 * name the person in them; who may approve tools is believed, and asks anew when a definition has changed. What may be called is decided by the approved definition all the same: each
 * person's call is compared with what the server offers that person.
 */
export class OwnUpstreams implements AsyncDisposable {
  readonly #parts: OwnUpstreamsParts;
  readonly #closing = new Set<Promise<void>>();
  /** By tenant and server, the key of the entry that reports, and whether another one is believed rather. */
  readonly #reporters = new Map<string, { readonly key: string; readonly isPartial: boolean }>();
  readonly #checks = bulkhead(CHECKS_AT_ONCE, IN_ALL);
  readonly #entries = new LRUCache<string, Entry>({
    max: IN_ALL,
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
   * @throws ToolServerBusyError while all connections that the tenant may have are at work
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

  /**
   * Connections of these persons end, with what is under way on them: a server may know a session by the account that opened it. Where
   * nobody is named, each connection of the tenant asks anew, and one whose account is gone ends.
   */
  accountsChanged(tenantId: string, userIds: readonly string[]): void {
    const now = this.#parts.clock.monotonicMs();
    for (const [key, entry] of Array.from(this.#entries.entries())) {
      if (entry.tenantId !== tenantId) continue;
      if (userIds.length === 0) this.#check(entry, now);
      else if (entry.person.userId !== null && userIds.includes(entry.person.userId)) this.#entries.delete(key);
    }
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
    if (known === undefined) this.#makeRoom(tenantId, server.slug);
    const use = { tenantId, serverId: server.id, serverSlug: server.slug, address: server.url ?? '' };
    const whenListed = (definitions: Definitions, protocolRevision: string | null): void => {
      const isPartial = !entry.person.permissions.includes('tool:manage');
      this.#listed(key, tenantId, server, { definitions, protocolRevision, isPartial });
    };
    const isCurrent = (): boolean => this.#entries.peek(key)?.upstream === upstream;
    const upstream: Upstream = serverUpstream(
      this.#parts,
      tenantId,
      server,
      (serverUrl) => (refusedVersion) => credentials.openOwn(entry.person, { ...use, serverUrl }, refusedVersion),
      {
        onListed(definitions, protocolRevision) {
          if (isCurrent()) whenListed(definitions, protocolRevision);
        },
        onOffersChanged: () => onOffersChanged(tenantId, server.slug),
        // It is about this person's account, or found out by the next call: of the server itself nothing is said.
        onLost: ({ code }) => {
          if (!isCurrent()) return;
          this.#release(key, tenantId, server.id);
          // Nothing is kept for who has no account there.
          if (code === 'NEEDS_AUTH' && !upstream.isBusy) this.#entries.delete(key);
        },
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

  #listed(key: string, tenantId: string, server: ServerRecord, listed: OwnList): void {
    if (server.credential != null) return;
    const place = `${tenantId}/${server.id}`;
    const { isPartial } = listed;
    const reporter = this.#reporters.get(place) ?? { key, isPartial };
    if (reporter.key !== key && (isPartial || !reporter.isPartial)) return;
    this.#reporters.set(place, { key, isPartial });
    this.#parts.onListed(tenantId, server, listed);
  }

  #check(entry: Entry, now: number): void {
    entry.checkedAtMs = now;
    // What is wrong is told to whoever calls next.
    this.#checks.execute(() => entry.upstream.check()).catch(() => {});
  }

  /** @throws ToolServerBusyError */
  #makeRoom(tenantId: string, slug: string): void {
    // From the one on that was not used for longest.
    const own = Array.from(this.#entries.rkeys()).filter((key) => this.#entries.peek(key)?.tenantId === tenantId);
    if (own.length < PER_TENANT && this.#entries.size < IN_ALL) return;
    const resting = own.find((key) => this.#entries.peek(key)?.upstream.isBusy === false);
    if (resting === undefined)
      throw new ToolServerBusyError(slug, `all ${own.length} connections of people to tool servers are at work`);
    this.#entries.delete(resting);
  }

  #release(key: string, tenantId: string, serverId: string): void {
    const place = `${tenantId}/${serverId}`;
    if (this.#reporters.get(place)?.key === key) this.#reporters.delete(place);
  }

  #gone({ upstream, tenantId, serverId }: Entry, key: string): void {
    this.#release(key, tenantId, serverId);
    const closing = upstream[Symbol.asyncDispose]().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
