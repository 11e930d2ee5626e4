import { type SafeFetch, type SafeFetchPolicy, serviceViewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { AllowedOffers, ToolProgram, ToolServerReportInput } from '@aether/schema';
import { ReportToolServersDocument } from '@aether/schema';
import { LRUCache } from 'lru-cache';
import type { Catalog, ServerRecord } from '../catalog/catalog.ts';
import type { Credentials } from '../credentials.ts';
import type { GatewayEvents } from '../events.ts';
import { httpToolServer } from '../http-tools/http-tool-server.ts';
import { tasToolServer } from '../tas/tas-tool-server.ts';
import type { UpstreamTransport } from './connection.ts';
import { HttpTransport } from './http-transport.ts';
import { isPackage, programOf } from './program-of.ts';
import { RestartDelay } from './restart-delay.ts';
import type { CredentialFor } from './send-authorized.ts';
import { StdioTransport } from './stdio-transport.ts';
import type { UpstreamLimits } from './upstream-limits.ts';
import { Upstream } from './upstream.ts';

export interface UpstreamsParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly events: GatewayEvents;
  readonly credentials: Credentials;
  readonly limits: UpstreamLimits;
  readonly programs: readonly ToolProgram[];
  readonly offers: AllowedOffers;
  /** Of programs. */
  readonly environment: Readonly<Record<string, string>>;
  readonly policy: SafeFetchPolicy;
  readonly callFetch: SafeFetch['fetch'];
  readonly callSend: SafeFetch['send'];
  readonly streamFetch: typeof fetch;
  /** Prompts or resources of a server are others now. */
  readonly onOffersChanged: (tenantId: string, slug: string) => void;
}

/** A package is fetched before it runs for the first time. */
const FETCH_MS = 120_000;
/** A server that nobody uses is let go after this long; a program ends then. */
const IDLE_MS = 15 * 60_000;
/** A server of a tenant that is at work is asked again after this long. */
const CHECK_MS = 60_000;

type Report = Omit<ToolServerReportInput, 'toolServerId' | 'checkedAt'>;

interface Entry {
  readonly upstream: Upstream;
  /** By which its fingerprint was seen last; a catalog keeps its records. */
  record: ServerRecord;
  readonly fingerprint: string;
  checkedAtMs: number;
  isChecking: boolean;
  reported: string;
}

/** The tool servers of all tenants that this process is connected to, and what agents was told of them. */
export class Upstreams implements AsyncDisposable {
  readonly #parts: UpstreamsParts;
  readonly #closing = new Set<Promise<void>>();
  readonly #entries = new LRUCache<string, Entry>({
    max: 2_000,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
    ttlAutopurge: true,
    dispose: ({ upstream }) => this.#close(upstream),
  });

  constructor(parts: UpstreamsParts) {
    this.#parts = parts;
  }

  of(tenantId: string, server: ServerRecord): Upstream {
    return this.#entry(tenantId, server).upstream;
  }

  /** Asks each server that is new, changed or was not asked for a while what it offers; lets go what is no more. */
  follow(tenantId: string, catalog: Catalog): void {
    const ids = new Set(catalog.servers.map(({ id }) => `${tenantId}/${id}`));
    const gone = Array.from(this.#entries.keys()).filter((key) => key.startsWith(`${tenantId}/`) && !ids.has(key));
    for (const key of gone) this.#entries.delete(key);
    const now = this.#parts.clock.monotonicMs();
    for (const server of catalog.servers) {
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
      entry.upstream.check().then(checked, checked);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear();
    await Promise.all(this.#closing);
  }

  #entry(tenantId: string, server: ServerRecord): Entry {
    const key = `${tenantId}/${server.id}`;
    const known = this.#entries.get(key);
    if (known?.record === server) return known;
    const { url, command, arguments: commandArguments, credential, documentUrl, documentHash } = server;
    const { offerSlug, settings, importedServer } = server;
    const source = [documentUrl, documentHash, offerSlug, settings, importedServer].map((part) => part ?? null);
    const fingerprint = JSON.stringify([url, command, commandArguments, credential?.id ?? null, ...source]);
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
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #connectable(tenantId: string, server: ServerRecord, report: (report: Report) => void): Upstream {
    const { clock, chance, limits, events, onOffersChanged } = this.#parts;
    return new Upstream({
      server: server.slug,
      clock,
      limits: isPackage(server) ? { ...limits, connectMs: Math.max(limits.connectMs, FETCH_MS) } : limits,
      retryAsLegacy: server.transport === 'STDIO',
      isStateless: server.kind !== 'MCP',
      openTransport: this.#opener(tenantId, server),
      restart: new RestartDelay({ clock, chance, limits: limits.restart }),
      onListed: (definitions, protocolRevision) =>
        report({
          status: 'HEALTHY',
          access: 'GRANTED',
          lastError: null,
          protocolRevision: server.kind === 'MCP' ? protocolRevision : null,
          tools: [...definitions.values()],
        }),
      onOffersChanged: () => onOffersChanged(tenantId, server.slug),
      onLost: (problem) => {
        events.serverLost(tenantId, server.slug, problem.message);
        const access = problem.code === 'NEEDS_AUTH' ? 'NEEDS_AUTH' : null;
        report({ status: 'DOWN', access, lastError: problem.message, protocolRevision: null, tools: null });
      },
    });
  }

  /** What does not speak MCP keeps what it read from one connection to the next. */
  #opener(tenantId: string, server: ServerRecord): () => UpstreamTransport {
    const { kind } = server;
    if (kind === 'MCP') return () => this.#transport(tenantId, server);
    const credential = this.#credentialFor(tenantId, server);
    let open: (() => UpstreamTransport) | null = null;
    return () => {
      open ??=
        kind === 'TAS_MCP' || kind === 'TAS_BRIDGE'
          ? tasToolServer(this.#parts, tenantId, { ...server, kind }, credential)
          : httpToolServer(this.#parts, tenantId, { ...server, kind }, credential);
      return open();
    };
  }

  #transport(tenantId: string, server: ServerRecord): UpstreamTransport {
    const { limits, environment, events, callFetch, callSend, streamFetch } = this.#parts;
    const credential = this.#credentialFor(tenantId, server)?.(server.url ?? '') ?? null;
    if (server.transport === 'STDIO') {
      const program = programOf(this.#parts, server, credential);
      const onLog = (line: string) => events.programSaid(server.slug, line);
      return new StdioTransport({
        server: server.slug,
        program,
        environment,
        messageBytes: limits.messageBytes,
        onLog,
      });
    }
    return new HttpTransport({
      url: new URL(server.url ?? ''),
      server: server.slug,
      callFetch,
      callSend,
      streamFetch,
      brokenStreamMs: limits.brokenStreamMs,
      credential,
    });
  }

  #credentialFor(tenantId: string, { id, slug, credential }: ServerRecord): CredentialFor | null {
    if (credential == null) return null;
    const use = { tenantId, credentialId: credential.id, serverId: id, serverSlug: slug };
    return (serverUrl) => (refusedVersion) => this.#parts.credentials.open({ ...use, serverUrl }, refusedVersion);
  }

  /** Equal reports are sent once. */
  #report(tenantId: string, server: ServerRecord, entry: Entry, report: Report): void {
    const { operations, clock, events } = this.#parts;
    const text = JSON.stringify(report);
    if (entry.reported === text) return;
    entry.reported = text;
    const servers = [{ toolServerId: server.id, checkedAt: clock.now().toISOString(), ...report }];
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
