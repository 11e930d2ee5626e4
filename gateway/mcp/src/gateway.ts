import type { Viewer } from '@aether/common/security';
import type { Server } from '@modelcontextprotocol/server';
import type { ClientAnswers } from './client-answers.ts';
import type { ClientRequest } from './federation/client-request.ts';
import type { LogLevels } from './federation/log-levels.ts';
import type { ServerRegistry } from './registry/server-registry.ts';
import type { RegisteredServer } from './tas/registered-servers.ts';
import type { RunningCall, RunningCalls } from './running-calls.ts';
import type { TenantHandlers } from './tenant-handlers.ts';

/** A client's request on its way through the SDK, which hands the `Request` back when it wants a server for it. */
export interface PendingRequest {
  readonly request: ClientRequest;
  /** Makes a call of this request known to cancellations that come after it. */
  readonly begin: (requestId: string | number, gone: AbortSignal) => RunningCall;
  readonly logLevels: LogLevels;
}

/** What the routes share. */
export interface Gateway {
  readonly handlers: TenantHandlers;
  /** A server for one request. */
  serverOf(pending: PendingRequest): Server;
  readonly runningCalls: RunningCalls;
  readonly clientAnswers: ClientAnswers;
  readonly logLevels: LogLevels;
  readonly registry: ServerRegistry;
  /** What is registered in the TAS-MCP at an address. @throws PlatformError */
  readonly registeredServersAt: (address: string, signal: AbortSignal) => Promise<readonly RegisteredServer[]>;
  /** Has a server asked for its tools now, as the viewer's calls would. @returns how many it offers @throws PlatformError */
  readonly checkServer: (viewer: Viewer, slug: string) => Promise<number>;
  /** Hosts of web pages that may send requests, beside those of this machine. */
  readonly clientOrigins: readonly string[];
  readonly pending: WeakMap<Request, PendingRequest>;
  /** Bytes of a request body. */
  readonly bodyLimit: number;
  /** Random text, of 128 bits. */
  newId(): string;
}
