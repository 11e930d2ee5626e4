import { BUDGETS_CHANNEL, CATALOG_CHANNEL } from '@aether/schema';
import { LocalKeyEncryptionKey, SafeFetch } from '@aether/common/security';
import { type Service, type ServiceParts, followTenants } from '@aether/common/service';
import { AgentProvider } from './agents/agent-provider.ts';
import { BuiltinAdapter } from './builtin/builtin-adapter.ts';
import { Embedder } from './builtin/embedder.ts';
import type { LlmGatewayConfig } from './config.ts';
import { GatewayEvents } from './events.ts';
import type { Gateway } from './gateway.ts';
import { ProviderCalls } from './health/provider-calls.ts';
import { SharedHealth } from './health/shared-health.ts';
import { createAdapter } from './providers/create-adapter.ts';
import { presetOf } from './providers/preset-of.ts';
import { chatCompletionsRoute } from './routes/chat-completions.ts';
import { mediaRoutes } from './routes/media.ts';
import { responsesRoute } from './routes/responses.ts';
import { embeddingsRoute } from './routes/embeddings.ts';
import { modelRoute, modelsRoute } from './routes/models.ts';
import { providerHealthRoute } from './routes/provider-health.ts';
import { routingDecisionRoute, routingOutcomesRoute } from './routes/routing-decision.ts';
import { RouteMemory } from './routing/route-memory.ts';
import { Breakers } from './routing/breakers.ts';
import { AnswerCache } from './routing/answer-cache.ts';
import { Concurrency } from './routing/concurrency.ts';
import { Credentials } from './routing/credentials.ts';
import { KeyRates } from './routing/key-rates.ts';
import { ModelCatalog } from './routing/model-catalog.ts';
import { ModelRates } from './routing/model-rates.ts';
import { PlatformProviders } from './routing/platform-providers.ts';
import { Router } from './routing/router.ts';
import { troubleOf } from './routing/trouble-of.ts';
import { Spending } from './spending/spending.ts';
import { TenantProviders } from './routing/tenant-providers.ts';

export type LlmGatewayParts = Pick<
  ServiceParts,
  'operations' | 'streams' | 'keyValue' | 'tokens' | 'agentFetch' | 'clock' | 'ids' | 'random' | 'logger'
>;

/** A vendor that wants no key still gets the header that the SDK sends. */
const NO_KEY = 'none';
/** Bytes of a sound file with its form, as OpenAI takes them. */
const FORM_LIMIT = 26 * 1024 * 1024;

/** Builds the gateway: the built-in provider, those of the environment, those of tenants; routes under `/v1`. */
export async function createLlmGateway(config: LlmGatewayConfig, parts: LlmGatewayParts): Promise<Service> {
  const { clock, logger, operations, random, streams } = parts;
  const stop = new AbortController();
  let following: Promise<unknown> = Promise.resolve();
  const embedder = new Embedder();
  const network = {
    // Ours are stricter and say which limit was passed.
    maximumBytes: config.answerLimits.totalBytes + 1024 * 1024,
    idleTimeoutMs: Math.max(config.timeouts.firstByteMs, config.timeouts.idleMs) + 1000,
    totalTimeoutMs: config.timeouts.totalMs + 1000,
  };
  const origins = config.providers.map(({ baseUrl }) => new URL(baseUrl).origin);
  // Apart: what an operator's own providers may reach is nothing that tenants could name.
  const operators = new SafeFetch({ ...network, allowedOrigins: [...config.allowedOrigins, ...origins] });
  const foreign = new SafeFetch({ ...network, allowedOrigins: config.allowedOrigins });
  const common = { timeouts: config.timeouts, limits: config.answerLimits, clock };
  const platform = new PlatformProviders(
    [
      { slug: 'builtin', baseUrl: null, builtIn: true, adapter: new BuiltinAdapter(embedder), adapterWith: null },
      ...config.providers.map(({ slug, baseUrl, protocol, preset, apiKey: given }) => {
        const adapterWith = (apiKey: () => Promise<string>) =>
          createAdapter({ ...common, slug, baseUrl, protocol, preset, apiKey, send: operators.send });
        const adapter = adapterWith(async () => given ?? NO_KEY);
        return { slug, baseUrl, builtIn: false, adapter, adapterWith: given === undefined ? null : adapterWith };
      }),
    ],
    logger,
  );
  const credentials = new Credentials({
    ...parts,
    keyEncryptionKey: config.vaultKey === null ? null : new LocalKeyEncryptionKey({ secret: config.vaultKey, random }),
  });
  const tenants = new TenantProviders({
    operations,
    clock,
    logger,
    adapterFor: ({ slug, baseUrl, protocol, preset, credential }, viewer, apiKey) =>
      createAdapter({
        ...common,
        slug,
        baseUrl,
        protocol: protocol === 'ANTHROPIC' ? 'ANTHROPIC' : 'OPENAI',
        preset: presetOf(preset, baseUrl),
        apiKey: apiKey ?? (async () => (credential === null ? NO_KEY : credentials.open(slug, credential.id, viewer))),
        send: foreign.send,
      }),
    openOwnKey: ({ slug, id }, address, viewer) => credentials.openOwn(slug, id, address, viewer),
  });
  const events = new GatewayEvents(logger);
  const breakers = new Breakers(config.breaker, () => clock.monotonicMs());
  const calls = new ProviderCalls({ clock, breakers, onEnded: (end) => events.attemptEnded(end) });
  const spending = new Spending(parts);
  const gateway: Gateway = {
    clock,
    events,
    agents: new AgentProvider(parts),
    bodyLimit: config.bodyLimit,
    router: new Router({
      clock,
      chance: () => (random(1)[0] ?? 0) / 256,
      breakers,
      concurrency: new Concurrency(config.concurrency),
      calls,
      limits: config.backoff,
      onFailedAttempt: (failure) => events.attemptFailed(failure),
    }),
    routing: { memory: new RouteMemory(parts.keyValue), breakers, now: () => clock.now() },
    rates: new ModelRates(parts.keyValue, () => clock.now()),
    keyRates: new KeyRates(parts.keyValue, () => clock.now()),
    cache: new AnswerCache(parts.keyValue),
    spending,
    health: new SharedHealth({ ...parts, calls, gateway: Buffer.from(parts.random(9)).toString('base64url') }),
    failed(viewer, target, error) {
      // One person's key says nothing of everybody's provider.
      if (target.provider.ownKeyOf !== null) return;
      const trouble = troubleOf(error, target, breakers);
      if (viewer === null || trouble === null || !(error instanceof Error)) return;
      tenants.troubled(viewer, target.provider.slug, trouble, error.message);
    },
    catalogOf: async (viewer, isInteractive) =>
      new ModelCatalog(
        viewer === null ? platform.list() : await tenants.providersOf(viewer, platform.list(), isInteractive),
        viewer?.apiKey?.models,
      ),
    newAnswerId: (prefix) => `${prefix}${Buffer.from(random(12)).toString('hex')}`,
  };
  return {
    name: 'llm-gateway',
    subgraph: null,
    routes: [
      chatCompletionsRoute(gateway),
      responsesRoute(gateway),
      routingDecisionRoute(gateway),
      routingOutcomesRoute(gateway),
      embeddingsRoute(gateway),
      ...mediaRoutes(gateway, FORM_LIMIT),
      modelsRoute(gateway),
      modelRoute(gateway),
      providerHealthRoute(gateway),
    ],
    async start() {
      await platform.start();
      const follow = { streams, signal: stop.signal, logger };
      following = Promise.all([
        gateway.health.follow(stop.signal),
        followTenants({
          ...follow,
          channel: CATALOG_CHANNEL,
          onChanged: (tenantId) => tenants.refresh(tenantId, platform.list()),
          failure: 'a changed catalog could not be read, the next call reads it',
        }),
        followTenants({
          ...follow,
          channel: BUDGETS_CHANNEL,
          onChanged: async (tenantId) => spending.changed(tenantId),
          failure: 'changed budgets were not heard of, the next calls ask for them',
        }),
      ]);
    },
    // A vendor that is down must not take the gateway out of service: its problem is a fact, not a lack of readiness.
    readiness: async () =>
      platform.list().map(({ slug, builtIn }) => ({
        name: `models of ${slug}`,
        ready: true,
        detail: builtIn ? 'no language model' : platform.problemOf(slug),
      })),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await following;
      await spending[Symbol.asyncDispose]();
      await platform[Symbol.asyncDispose]();
      await embedder[Symbol.asyncDispose]();
      await operators[Symbol.asyncDispose]();
      await foreign[Symbol.asyncDispose]();
    },
  };
}
