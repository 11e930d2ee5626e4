import { serviceViewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { ToolProgram, ToolServerReportInput } from '@aether/schema';
import { ReportToolServersDocument, toolProgramOf } from '@aether/schema';
import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { LRUCache } from 'lru-cache';
import type { Catalog, ServerRecord } from '../catalog/catalog.ts';
import type { Credentials } from '../credentials.ts';
import { ToolServerUnavailableError } from '../errors.ts';
import type { GatewayEvents } from '../events.ts';
import { RestartDelay } from './restart-delay.ts';
import { StdioTransport } from './stdio-transport.ts';
import type { UpstreamLimits } from './upstream-limits.ts';
import { upstreamFetch } from './upstream-fetch.ts';
import { Upstream } from './upstream.ts';

export interface UpstreamsParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly events: GatewayEvents;
  readonly credentials: Credentials;
  readonly limits: UpstreamLimits;
  readonly programs: readonly ToolProgram[];
  /** Of programs. */
  readonly environment: Readonly<Record<string, string>>;
  readonly callFetch: typeof fetch;
  readonly streamFetch: typeof fetch;
  /** Prompts or resources of a server are others now. */
  readonly onOffersChanged: (tenantId: string, slug: string) => void;
}

/** A server that nobody uses is let go after this long; a program ends then. */
const IDLE_MS = 15 * 60_000;
/** A server of a tenant that is at work is asked again after this long. */
const CHECK_MS = 60_000;

type Report = Omit<ToolServerReportInput, 'toolServerId' | 'checkedAt'>;

interface Entry {
  readonly upstream: Upstream;
  readonly fingerprint: string;
  checkedAtMs: number;
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
      if (entry.checkedAtMs + CHECK_MS > now) continue;
      entry.checkedAtMs = now;
      // A failure is reported by the upstream itself.
      entry.upstream.check().catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear();
    await Promise.all(this.#closing);
  }

  #entry(tenantId: string, server: ServerRecord): Entry {
    const key = `${tenantId}/${server.id}`;
    const { url, command, arguments: commandArguments, credential } = server;
    const fingerprint = JSON.stringify([url, command, commandArguments, credential?.id ?? null]);
    const known = this.#entries.get(key);
    if (known?.fingerprint === fingerprint) return known;
    const entry: Entry = {
      upstream: this.#connectable(tenantId, server, (report) => this.#report(tenantId, server, entry, report)),
      fingerprint,
      checkedAtMs: Number.NEGATIVE_INFINITY,
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
      limits,
      retryAsLegacy: server.transport === 'STDIO',
      openTransport: () => this.#transport(tenantId, server),
      restart: new RestartDelay({ clock, chance, limits: limits.restart }),
      onListed: (definitions, protocolRevision) =>
        report({ status: 'HEALTHY', lastError: null, protocolRevision, tools: [...definitions.values()] }),
      onOffersChanged: () => onOffersChanged(tenantId, server.slug),
      onLost: (problem) => {
        events.serverLost(tenantId, server.slug, problem.message);
        report({ status: 'DOWN', lastError: problem.message, protocolRevision: null, tools: null });
      },
    });
  }

  #transport(tenantId: string, server: ServerRecord): Transport {
    const { limits, programs, environment, events, credentials, callFetch, streamFetch } = this.#parts;
    if (server.transport === 'STDIO') {
      // The list of this process counts, not what the graph holds: whoever can write there still cannot run a command here.
      const program = server.command == null ? null : toolProgramOf(programs, server.command, server.arguments);
      if (program === null)
        throw new ToolServerUnavailableError(server.slug, 'its command line is not allowed by the operator any more');
      const onLog = (line: string) => events.programSaid(server.slug, line);
      return new StdioTransport({
        server: server.slug,
        program,
        environment,
        messageBytes: limits.messageBytes,
        onLog,
      });
    }
    const { credential } = server;
    const fetch = upstreamFetch({
      server: server.slug,
      callFetch,
      streamFetch,
      brokenStreamMs: limits.brokenStreamMs,
      bearer:
        credential == null
          ? null
          : () =>
              credentials.open({
                tenantId,
                credentialId: credential.id,
                serverId: server.id,
                serverSlug: server.slug,
              }),
    });
    return new StreamableHTTPClientTransport(new URL(server.url ?? ''), {
      fetch,
      reconnectionOptions: {
        initialReconnectionDelay: 500,
        maxReconnectionDelay: 30_000,
        reconnectionDelayGrowFactor: 2,
        maxRetries: 10,
      },
    });
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
