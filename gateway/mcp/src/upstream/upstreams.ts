import { serviceViewer, type Viewer } from '@aether/common/security';
import type { ToolServerReportInput } from '@aether/schema';
import { ReportToolServersDocument } from '@aether/schema';
import { bulkhead } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Catalog, ServerRecord } from '../catalog/catalog.ts';
import type { Credentials } from '../credentials.ts';
import { OwnUpstreams } from './own-upstreams.ts';
import type { CredentialFor } from './send-authorized.ts';
import { serverFingerprint } from './server-fingerprint.ts';
import { serverUpstream, type ServerUpstreamParts } from './server-upstream.ts';
import type { Definitions } from './tool-list.ts';
import type { Upstream } from './upstream.ts';

export interface UpstreamsParts extends ServerUpstreamParts {
  readonly credentials: Credentials;
  /** Prompts or resources of a server are others now. */
  readonly onOffersChanged: (tenantId: string, slug: string) => void;
}

/** A server that nobody uses is let go after this long; a program ends then. */
const IDLE_MS = 15 * 60_000;
/** A server of a tenant that is at work is asked again after this long, so that calls seldom wait for it (`listMs`). */
const CHECK_MS = 45_000;
/** An equal report is sent again after this long: it says that the server was seen. */
const SEEN_MS = 4 * 60_000;
const CHECKS_AT_ONCE = 32;
const WAITING_CHECKS = 10_000;

type Report = Omit<ToolServerReportInput, 'toolServerId' | 'checkedAt'>;

interface Entry {
  readonly upstream: Upstream;
  /** By which its fingerprint was seen last; a catalog keeps its records. */
  record: ServerRecord;
  readonly fingerprint: string;
  checkedAtMs: number;
  isChecking: boolean;
  reported: string;
  reportedAtMs: number;
}

/** The tool servers of all tenants that this process is connected to, and what agents was told of them. */
export class Upstreams implements AsyncDisposable {
  readonly #parts: UpstreamsParts;
  readonly #closing = new Set<Promise<void>>();
  readonly #checks = bulkhead(CHECKS_AT_ONCE, WAITING_CHECKS);
  readonly #entries = new LRUCache<string, Entry>({
    max: 2_000,
    ttl: IDLE_MS,
    ttlAutopurge: true,
    dispose: ({ upstream }) => this.#close(upstream),
  });

  readonly #own: OwnUpstreams;

  constructor(parts: UpstreamsParts) {
    this.#parts = parts;
    this.#own = new OwnUpstreams({
      ...parts,
      onListed: (tenantId, server, { definitions, protocolRevision, isPartial }) =>
        this.#report(tenantId, server, this.#entry(tenantId, server), {
          ...listedReport(server, definitions, protocolRevision),
          isPartial,
        }),
    });
  }

  /**
   * What a viewer's requests go through: the tenant's connection, or where each person has an own account, theirs.
   * @throws ToolNeedsPersonError
   */
  of(viewer: Viewer, server: ServerRecord): Upstream {
    return server.credentialPerUser
      ? this.#own.of(viewer, server)
      : this.#entry(viewer.tenantId, server, { isUsed: true }).upstream;
  }

  /** Own accounts of these persons are others now, or gone; of nobody in particular = perhaps of anybody in the tenant. */
  accountsChanged(tenantId: string, userIds: readonly string[]): void {
    this.#own.accountsChanged(tenantId, userIds);
  }

  /** Asks each server that is new, changed or was not asked for a while what it offers; lets go what is no more. */
  follow(tenantId: string, catalog: Catalog): void {
    const ids = new Set(catalog.servers.map(({ id }) => `${tenantId}/${id}`));
    const gone = Array.from(this.#entries.keys()).filter((key) => key.startsWith(`${tenantId}/`) && !ids.has(key));
    for (const key of gone) this.#entries.delete(key);
    this.#own.follow(tenantId, catalog);
    const now = this.#parts.clock.monotonicMs();
    for (const server of catalog.servers) {
      // Without a credential of its own it would only ask us to sign in: a person's connection reads its list.
      if (server.credentialPerUser && server.credential == null) continue;
      if (this.#rests(tenantId, server)) continue;
      const entry = this.#entry(tenantId, server);
      // Agents knows nothing of it (any more): whatever was told before is told again.
      const isUnknown = server.status === 'UNKNOWN';
      if (entry.isChecking || (!isUnknown && entry.checkedAtMs + CHECK_MS > now)) continue;
      if (isUnknown) entry.reported = '';
      entry.checkedAtMs = now;
      entry.isChecking = true;
      const checked = (): void => {
        entry.isChecking = false;
      };
      // A failure is reported by the upstream itself.
      this.#checks.execute(() => entry.upstream.check()).then(checked, checked);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear();
    await Promise.all([...this.#closing, this.#own[Symbol.asyncDispose]()]);
  }

  /** A program that was let go is not started only to be asked; one that was lost is. */
  #rests(tenantId: string, server: ServerRecord): boolean {
    if (server.transport !== 'STDIO' || server.status !== 'HEALTHY') return false;
    return this.#entries.peek(`${tenantId}/${server.id}`)?.upstream.isConnected !== true;
  }

  /** @param isUsed a request goes through it, so it is kept for longer */
  #entry(tenantId: string, server: ServerRecord, { isUsed = false } = {}): Entry {
    const key = `${tenantId}/${server.id}`;
    const known = this.#entries.get(key, { updateAgeOnGet: isUsed });
    if (known?.record === server) return known;
    const fingerprint = serverFingerprint(server);
    if (known?.fingerprint === fingerprint) {
      known.record = server;
      return known;
    }
    const entry: Entry = {
      upstream: this.#connectable(tenantId, server, (report) => this.#report(tenantId, server, entry, report)),
      record: server,
      fingerprint,
      checkedAtMs: Number.NEGATIVE_INFINITY,
      isChecking: false,
      reported: '',
      reportedAtMs: Number.NEGATIVE_INFINITY,
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #connectable(tenantId: string, server: ServerRecord, report: (report: Report) => void): Upstream {
    const { events, onOffersChanged } = this.#parts;
    return serverUpstream(this.#parts, tenantId, server, this.#credentialFor(tenantId, server), {
      onListed: (definitions, protocolRevision) => report(listedReport(server, definitions, protocolRevision)),
      onOffersChanged: () => onOffersChanged(tenantId, server.slug),
      onLost: (problem) => {
        events.serverLost(tenantId, server.slug, problem.message);
        const access = problem.code === 'NEEDS_AUTH' ? 'NEEDS_AUTH' : null;
        report({ status: 'DOWN', access, lastError: problem.message, protocolRevision: null, tools: null });
      },
    });
  }

  #credentialFor(tenantId: string, { id, slug, credential }: ServerRecord): CredentialFor | null {
    if (credential == null) return null;
    const use = { tenantId, credentialId: credential.id, serverId: id, serverSlug: slug };
    return (serverUrl) => (refusedVersion) => this.#parts.credentials.open({ ...use, serverUrl }, refusedVersion);
  }

  /** Equal reports are sent now and then, without the tools, which are as they were. */
  #report(tenantId: string, server: ServerRecord, entry: Entry, report: Report): void {
    const { operations, clock, events } = this.#parts;
    const now = clock.monotonicMs();
    const text = JSON.stringify(report);
    const isEqual = entry.reported === text;
    entry.checkedAtMs = now;
    if (isEqual && entry.reportedAtMs + SEEN_MS > now) return;
    entry.reported = text;
    entry.reportedAtMs = now;
    const told = isEqual ? { ...report, tools: null } : report;
    const servers = [{ toolServerId: server.id, checkedAt: clock.now().toISOString(), ...told }];
    operations
      .call(ReportToolServersDocument, { input: { servers } }, { onBehalfOf: serviceViewer(tenantId) })
      .catch((error: unknown) => {
        entry.reported = '';
        events.reportFailed(tenantId, server.slug, error);
      });
  }

  #close(upstream: Upstream): void {
    const closing = upstream[Symbol.asyncDispose]().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

function listedReport({ kind }: ServerRecord, definitions: Definitions, protocolRevision: string | null): Report {
  return {
    status: 'HEALTHY',
    access: 'GRANTED',
    lastError: null,
    protocolRevision: kind === 'MCP' ? protocolRevision : null,
    tools: [...definitions.values()],
  };
}
