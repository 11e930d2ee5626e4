import type { SafeFetch, SafeFetchPolicy } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { AllowedOffers, ToolProgram } from '@aether/schema';
import type { ServerRecord } from '../catalog/catalog.ts';
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
import { Upstream, type UpstreamOptions } from './upstream.ts';

export interface ServerUpstreamParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly events: GatewayEvents;
  readonly limits: UpstreamLimits;
  readonly programs: readonly ToolProgram[];
  readonly offers: AllowedOffers;
  /** Of programs. */
  readonly environment: Readonly<Record<string, string>>;
  readonly policy: SafeFetchPolicy;
  readonly callFetch: SafeFetch['fetch'];
  readonly callSend: SafeFetch['send'];
  readonly streamFetch: typeof fetch;
}

/** A package is fetched before it runs for the first time. */
const FETCH_MS = 120_000;

/** One server of a tenant, as its record says how it is reached; connected when it is needed. @param credential null = none is sent */
export function serverUpstream(
  parts: ServerUpstreamParts,
  tenantId: string,
  server: ServerRecord,
  credential: CredentialFor | null,
  heard: Pick<UpstreamOptions, 'onListed' | 'onOffersChanged' | 'onLost'>,
): Upstream {
  const { clock, chance, limits } = parts;
  return new Upstream({
    server: server.slug,
    clock,
    limits: isPackage(server) ? { ...limits, connectMs: Math.max(limits.connectMs, FETCH_MS) } : limits,
    retryAsLegacy: server.transport === 'STDIO',
    isStateless: server.kind !== 'MCP',
    openTransport: opener(parts, tenantId, server, credential),
    restart: new RestartDelay({ clock, chance, limits: limits.restart }),
    ...heard,
  });
}

/** What does not speak MCP keeps what it read from one connection to the next. */
function opener(
  parts: ServerUpstreamParts,
  tenantId: string,
  server: ServerRecord,
  credential: CredentialFor | null,
): () => UpstreamTransport {
  const { kind } = server;
  if (kind === 'MCP') return () => transportOf(parts, server, credential);
  let open: (() => UpstreamTransport) | null = null;
  return () => {
    open ??=
      kind === 'TAS_MCP' || kind === 'TAS_BRIDGE'
        ? tasToolServer(parts, tenantId, { ...server, kind }, credential)
        : httpToolServer(parts, tenantId, { ...server, kind }, credential);
    return open();
  };
}

function transportOf(
  parts: ServerUpstreamParts,
  server: ServerRecord,
  credentialFor: CredentialFor | null,
): UpstreamTransport {
  const { limits, environment, events, callFetch, callSend, streamFetch } = parts;
  const credential = credentialFor?.(server.url ?? '') ?? null;
  if (server.transport === 'STDIO') {
    const program = programOf(parts, server, credential);
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
