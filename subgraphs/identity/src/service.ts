import { applyMigrations, Outbox, OutboxConsumer } from '@aether/common/graph';
import { RateLimiter } from '@aether/common/key-value';
import { createVault, LocalKeyEncryptionKey, SafeFetch } from '@aether/common/security';
import {
  type ReadinessPart,
  type Route,
  type Service,
  type ServiceParts,
  SubgraphExecutor,
} from '@aether/common/service';
import { Authenticator } from './access/authenticator.ts';
import { OperatorPeople } from './access/operator-people.ts';
import { SignInLinks } from './access/sign-in-links.ts';
import { SignIn } from './access/sign-in.ts';
import { type CreatedTenant, type FirstTenant, type NewTenantInput, Tenants } from './access/tenants.ts';
import { auditSigner } from './audit-signature.ts';
import type { IdentityConfig } from './config.ts';
import type { IdentityContext, IdentityParts } from './context.ts';
import { ApiKeyStore } from './db/api-key-store.ts';
import { AuditStore } from './db/audit-store.ts';
import { ConnectedAppStore } from './db/connected-app-store.ts';
import { CredentialStore } from './db/credential-store.ts';
import { GrantStore } from './db/grant-store.ts';
import { GroupWriter } from './db/group-writer.ts';
import { IdentityChanges } from './db/identity-changes.ts';
import { LinkStore } from './db/link-store.ts';
import { identityMigrations } from './db/migrations.ts';
import { ModelKeyStore } from './db/model-key-store.ts';
import { PeopleReader } from './db/people-reader.ts';
import { SessionStore } from './db/session-store.ts';
import { TenantStore } from './db/tenant-store.ts';
import { UseRecorder } from './db/use-recorder.ts';
import { UserWriter } from './db/user-writer.ts';
import { VaultKeyStore } from './db/vault-key-store.ts';
import { AuthorizationServer } from './authorization-server/authorization-server.ts';
import { AccessTokens } from './oauth/access-tokens.ts';
import { OAuthClient } from './oauth/oauth-client.ts';
import { acceptInvitationRoute } from './routes/accept-invitation.ts';
import { consentCallbackRoute } from './routes/consent-callback.ts';
import { followLinkRoute } from './routes/follow-link.ts';
import { oauthRoutes } from './routes/oauth/oauth-routes.ts';
import { passwordRoute } from './routes/password.ts';
import { signInRoute } from './routes/sign-in.ts';
import { signOutRoute } from './routes/sign-out.ts';
import { createIdentitySchema } from './schema.ts';
import { auditLog } from './workers/audit-log.ts';
import { AUDITED_TYPES } from './workers/audited-types.ts';
import { forgetToolServers } from './workers/forget-tool-servers.ts';

/** The subgraph, and what an operator does without being signed in. */
export interface IdentityService extends Service {
  /** On an empty database: tenant, owner and a one-time link. Later a fresh link, as long as no owner can sign in. */
  createFirstTenant(wants?: { readonly demo: boolean }): Promise<FirstTenant>;
  /** The launcher made the whole demo of this tenant. */
  finishDemo(tenantId: string): Promise<void>;
  readonly people: Pick<OperatorPeople, 'invite' | 'viewerOf'>;
  /** A fresh one-time link: for a person by address, else for the owner of the first tenant. */
  createSignInLink(email?: string): Promise<string>;
  createTenant(input: NewTenantInput): Promise<CreatedTenant>;
}

/** Of one exchange with an authorization server; shorter than the lease of a refresh. */
const AUTHORIZATION_MS = 10_000;
const AUTHORIZATION_BYTES = 256 * 1024;

/** Builds and wires the service; nothing runs before `start`. */
export async function createIdentityService(config: IdentityConfig, parts: ServiceParts): Promise<IdentityService> {
  const { database, streams, clock, ids, random, logger, instance, tokens } = parts;
  const pepper = config.tokenPepper;
  const outbox = new Outbox({ lane: `identity/${instance}`, database, streams, clock });
  const changes = new IdentityChanges({ database, outbox, streams, clock });
  const sessions = new SessionStore(database);
  const apiKeys = new ApiKeyStore(database);
  const connectedApps = new ConnectedAppStore(database);
  const links = new LinkStore(database);
  const users = new UserWriter();
  const tenantStore = new TenantStore(database);
  const uses = new UseRecorder({ database, logger });
  const audit = new AuditStore({ database, ids, sign: auditSigner(pepper) });
  const vaultKeys = new VaultKeyStore({ database, clock });
  const vault = createVault({
    keyEncryptionKey: new LocalKeyEncryptionKey({ secret: config.vaultKey, random }),
    store: vaultKeys,
    newDataKeyId: () => ids('vky'),
    random,
    monotonicMs: () => clock.monotonicMs(),
  });
  const credentials = new CredentialStore(database);
  const grants = new GrantStore(database);
  const authorizationFetch = new SafeFetch({
    allowedOrigins: config.allowedOrigins,
    maximumBytes: AUTHORIZATION_BYTES,
    idleTimeoutMs: AUTHORIZATION_MS,
    totalTimeoutMs: AUTHORIZATION_MS,
  });
  const oauth = new OAuthClient(authorizationFetch.fetch);
  const limiter = new RateLimiter({ store: parts.keyValue, now: () => clock.now() });
  const authorizationServer = new AuthorizationServer({
    apps: connectedApps,
    users,
    changes,
    limiter,
    clock,
    ids,
    random,
    pepper,
    publicUrl: config.publicUrl,
  });
  const accessTokens = new AccessTokens({ credentials, grants, changes, vault, client: oauth, clock, random });
  const signInLinks = new SignInLinks({
    links,
    ids,
    random,
    pepper,
    publicUrl: config.publicUrl,
    hours: config.linkHours,
  });
  const tenants = new Tenants({
    tenants: tenantStore,
    links,
    signInLinks,
    changes,
    clock,
    ids,
    random,
    first: config.firstTenant,
  });
  const signIn = new SignIn({
    sessions,
    links,
    users,
    changes,
    limiter,
    ids,
    random,
    logger,
    pepper,
    lifetime: config.session,
    attempts: config.signInAttempts,
  });
  const owned: IdentityParts = {
    tenants: tenantStore,
    people: new PeopleReader(database),
    users,
    groups: new GroupWriter(),
    sessions,
    apiKeys,
    connectedApps,
    consents: authorizationServer.consents,
    credentials,
    grants,
    oauth,
    accessTokens,
    modelKeys: new ModelKeyStore(database),
    vaultKeys,
    vault,
    audit,
    changes,
    uses,
    authenticator: new Authenticator({
      sessions,
      apiKeys,
      connectedApps,
      uses,
      clock,
      pepper,
      lifetime: config.session,
    }),
    signInLinks,
    clock,
    ids,
    random,
    tokenPepper: pepper,
    publicUrl: config.publicUrl,
    operations: parts.operations,
  };
  const auditConsumer = new OutboxConsumer({
    consumer: 'identity.audit',
    database,
    streams,
    logger,
    types: AUDITED_TYPES,
    handle: auditLog({ audit, clock, logger }),
  });
  const serverConsumer = forgetToolServers({ database, streams, logger, changes: owned.changes, credentials });
  const subgraph = new SubgraphExecutor<IdentityContext>({
    name: 'identity',
    schema: await createIdentitySchema(),
    tokens,
    logger,
    createContext: (request) => ({ ...request, parts: owned }),
  });
  const routeParts = {
    signIn,
    cookies: { secure: config.publicUrl.startsWith('https:'), maximumAgeDays: config.session.maximumDays },
    logger,
  };
  const routes: readonly Route[] = [
    signInRoute(routeParts),
    signOutRoute(routeParts),
    followLinkRoute(routeParts),
    acceptInvitationRoute(routeParts),
    passwordRoute(routeParts),
    consentCallbackRoute(owned),
    ...oauthRoutes({ server: authorizationServer, limiter, logger, publicUrl: config.publicUrl }),
  ];

  return {
    name: 'identity',
    subgraph,
    routes,
    async start() {
      await applyMigrations(database, identityMigrations, () => clock.now());
      await outbox.open();
      auditConsumer.start();
      serverConsumer.start();
    },
    readiness: () => readiness(parts),
    createFirstTenant: (wants) => tenants.ensureFirst(wants),
    finishDemo: (tenantId) => tenants.finishDemo(tenantId),
    people: new OperatorPeople(owned),
    createSignInLink: (email) => tenants.signInLink(email),
    createTenant: (input) => tenants.create(input),
    async [Symbol.asyncDispose]() {
      await auditConsumer[Symbol.asyncDispose]();
      await serverConsumer[Symbol.asyncDispose]();
      await signIn[Symbol.asyncDispose]();
      await uses[Symbol.asyncDispose]();
      await accessTokens[Symbol.asyncDispose]();
      await authorizationServer[Symbol.asyncDispose]();
      await authorizationFetch[Symbol.asyncDispose]();
    },
  };
}

async function readiness({ database }: ServiceParts): Promise<readonly ReadinessPart[]> {
  try {
    await database.verify();
    return [{ name: 'identity', ready: true, detail: null }];
  } catch (error) {
    return [
      {
        name: 'identity',
        ready: false,
        detail: error instanceof Error ? error.message : 'the database does not answer',
      },
    ];
  }
}
