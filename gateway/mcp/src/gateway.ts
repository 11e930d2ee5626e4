import type { Viewer } from '@aether/common/security';
import type { ClientAnswers } from './client-answers.ts';
import type { LogLevels } from './federation/log-levels.ts';
import type { RequestAnswers } from './federation/request-answers.ts';
import type { ServerRegistry } from './registry/server-registry.ts';
import type { RegisteredServer } from './tas/registered-servers.ts';
import type { PendingRequest } from './pending-request.ts';
import type { RunningCalls } from './running-calls.ts';
import type { TenantHandlers } from './tenant-handlers.ts';

/** What the routes share. */
export interface Gateway {
  readonly handlers: TenantHandlers;
  /** To one request. */
  answersTo(pending: PendingRequest): RequestAnswers;
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
  /** What nobody has foreseen; its client is told that something went wrong. */
  unexpectedError(error: unknown): void;
  /** Random text, of 128 bits. */
  newId(): string;
}
