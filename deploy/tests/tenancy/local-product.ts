import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@aether/common/security';
import {
  createLogger,
  type Environment,
  LoaderCache,
  RouteTable,
  type Service,
  systemClock,
} from '@aether/common/service';
import { startTelemetry } from '@aether/common/telemetry';
import { BUILT_IN_ROLES } from '@aether/schema';
import { inject } from 'vitest';
import { localConfig } from '../../local/local-config.ts';
import { createLocalParts, random } from '../../local/local-parts.ts';
import { localSecrets } from '../../local/local-secrets.ts';
import { createLocalServices } from '../../local/local-services.ts';
import { neo4jConnection } from '../../local/neo4j/neo4j-connection.ts';
import { Progress } from '../../local/progress.ts';
import { serviceEnvironment } from '../../local/service-environment.ts';

/** What a test reads from an answer: it compares, so a wrong guess fails there. */
// oxlint-disable-next-line typescript/no-explicit-any
type Data = any;

export interface Answer {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

export interface LocalProduct extends AsyncDisposable {
  /** A new tenant; the answer acts as its owner. */
  createTenant(name: string): Promise<Viewer>;
  run(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** A browser of this person, or a program, goes to an address of identity. */
  visit(viewer: Viewer | null, url: string, init?: RequestInit): Promise<Response>;
  /** A one-time link for a person. */
  signInLink(email: string): Promise<string>;
  /** Answers over HTTP, too, on the port of the environment. @returns the origin */
  listen(): Promise<string>;
}

/**
 * Every service and the gateway in this process; nothing is replaced. In the full tier, where nothing else runs beside it: its audit
 * consumer signs with a pepper of its own, and the chains of other suites on the same Neo4j would not verify.
 */
export async function startLocalProduct(environment: Environment = {}): Promise<LocalProduct> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'aether-tenancy-'));
  const logger = createLogger('tenancy', { level: 'silent' });
  const config = localConfig(
    { PATH: process.env['PATH'], ...environment, AETHER_STATE: stateFolder, NEO4J_URI: inject('neo4jUri') },
    [],
  );
  const secrets = localSecrets(stateFolder, random);
  const stack = new AsyncDisposableStack();
  const telemetry = stack.use(await startTelemetry({ serviceName: 'tenancy', tracesEndpoint: null, metrics: false }));
  const parts = stack.use(
    await createLocalParts({ config, connection: await neo4jConnection(config.neo4j), secrets, logger }),
  );
  const services = stack.use(
    await createLocalServices({
      config,
      environment: serviceEnvironment(config, secrets),
      parts: { ...parts, instance: `tenancy-${process.pid}` },
      loggerOf: () => logger,
      progress: new Progress({ write: () => {}, monotonicMs: systemClock.monotonicMs }),
      telemetry,
    }),
  );
  await services.start(new AbortController().signal);
  return {
    async createTenant(name) {
      const { tenantId, ownerId, signInUrl } = await services.identity.createTenant({
        name,
        ownerEmail: `owner@${name}.example`,
      });
      await comeIn(services.identity, signInUrl);
      return {
        tenantId,
        userId: ownerId,
        serviceAccountId: null,
        roleKey: 'owner',
        departmentId: null,
        teamIds: [],
        permissions: BUILT_IN_ROLES.owner.permissions,
        scopes: [],
        sessionId: null,
        expiresAt: null,
      };
    },
    async run(viewer, query, variables = {}) {
      const context = { requestId: 'req_tenancy', viewer, traceparent: null, signal: new AbortController().signal };
      const answer = await services.gateway.execute(
        { query, operationName: undefined, variables, trusted: true },
        context,
      );
      return JSON.parse(JSON.stringify(answer));
    },
    visit: (viewer, url, init) => visit(services.identity, viewer, url, init),
    signInLink: (email) => services.identity.createSignInLink(email),
    listen: () => services.gateway.listen(),
    async [Symbol.asyncDispose]() {
      await stack.disposeAsync();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

/** Runs act only for people who have come in by their link. */
async function comeIn(identity: Service, signInUrl: string): Promise<void> {
  const response = await visit(identity, null, signInUrl);
  if (response.status >= 400) throw new Error(`The link did not let the owner in: ${await response.text()}`);
}

async function visit(
  { routes }: Service,
  viewer: Viewer | null,
  url: string,
  init: RequestInit = {},
): Promise<Response> {
  const match = new RouteTable(routes).match(init.method ?? 'GET', url);
  if (match === null) throw new Error(`No service answers ${url}.`);
  return match.route.handle(new Request(url, init), {
    parameters: match.parameters,
    context: {
      requestId: 'req_tenancy',
      viewer,
      caller: 'graphql-gateway',
      signal: new AbortController().signal,
      traceparent: null,
      loaders: new LoaderCache(),
    },
  });
}
