import { type Cluster, KubernetesClient } from '@aether/argo';
import { applyMigrations, Outbox } from '@aether/common/graph';
import { type ReadinessPart, type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import { DocumentRenderer, executeAgent } from '@aether/runtime';
import { AllowedAgents } from './a2a/allowed-agents.ts';
import { createPushParts } from './a2a/push/create-push-parts.ts';
import { PUSH_BELL } from './a2a/push/push-configs.ts';
import { AgentVersions } from './accept/agent-versions.ts';
import { runtimeParts } from './accept/runtime-parts.ts';
import { ArgoExecutor } from './argo/argo-executor.ts';
import { clusterConnection } from './argo/cluster-connection.ts';
import { ArtifactLinks } from './artifacts/artifact-links.ts';
import { KeptArtifacts } from './artifacts/kept-artifacts.ts';
import { BudgetDirectory } from './budgets/budget-directory.ts';
import { BudgetEscrow } from './budgets/budget-escrow.ts';
import { ModelPrices } from './budgets/model-prices.ts';
import { ChildAgents } from './children/child-agents.ts';
import type { ExecutionsConfig } from './config.ts';
import type { ExecutionsContext, ExecutionsParts } from './context.ts';
import { AgentProbes } from './db/agent-probes.ts';
import { ApprovalStore } from './db/approval-store.ts';
import { ArtifactStore } from './db/artifact-store.ts';
import { ArgoExecutions } from './db/argo-executions.ts';
import { BudgetStore } from './db/budget-store.ts';
import { ChildStore } from './db/child-store.ts';
import { ConversationStore } from './db/conversation-store.ts';
import { CypherExecutionStore } from './db/cypher-execution-store.ts';
import { ExecutionReader } from './db/execution-reader.ts';
import { executionMigrations } from './db/migrations.ts';
import { PinnedTexts } from './db/pinned-texts.ts';
import { SharedSliceStore } from './db/shared-slice-store.ts';
import { ShownExecutions } from './db/shown-executions.ts';
import { TaskReader } from './db/task-reader.ts';
import { UsageLedger } from './db/usage-ledger.ts';
import { UsageReader } from './db/usage-reader.ts';
import { WaitStore } from './db/wait-store.ts';
import { AgentEgress } from './egress/agent-egress.ts';
import { AllowedCommands } from './egress/allowed-commands.ts';
import { ExecutionWriter } from './journal/execution-writer.ts';
import { LiveEvents } from './journal/live-events.ts';
import { Retention } from './retention/retention.ts';
import { PersonRights } from './rights/person-rights.ts';
import { a2aHttpRoutes } from './routes/a2a-http-routes.ts';
import { a2aRoute } from './routes/a2a-route.ts';
import { agentCardRoute } from './routes/agent-card-route.ts';
import { agentChatRoute } from './routes/agent-chat-route.ts';
import { agentMcpRoute } from './routes/agent-mcp-route.ts';
import { agentModelsRoute } from './routes/agent-models-route.ts';
import { artifactRoute } from './routes/artifact-route.ts';
import { executionEventsRoute } from './routes/execution-events-route.ts';
import { webhookRoute } from './routes/webhook-route.ts';
import { createExecutionsSchema } from './schema.ts';
import { createTriggerParts } from './triggers/create-trigger-parts.ts';
import { ExecutionWorker } from './worker/execution-worker.ts';
import { RecordClock } from './worker/record-clock.ts';
import { Reconciler } from './worker/reconciler.ts';
import { RunPlaces } from './worker/run-places.ts';
import { followToolAccess } from './worker/follow-tool-access.ts';
import { showSamples } from './worker/show-samples.ts';
import type { ExecuteAgent, WorkerParts } from './worker/worker-parts.ts';

export interface ExecutionsOverrides {
  /** The agent loop. @default that of `@aether/runtime` */
  readonly executeAgent?: ExecuteAgent;
  /** The cluster of `config.argo`. @default a client of its Kubernetes API */
  readonly cluster?: Cluster;
}

/** Accepts runs, works on them, tells about them. */
export async function createExecutionsService(
  config: ExecutionsConfig,
  parts: ServiceParts,
  overrides: ExecutionsOverrides = {},
): Promise<Service> {
  const { database, streams, logger, random, tokens, instance } = parts;
  const clock = new RecordClock(parts.clock);
  const name = `executions/${instance}`;
  const outbox = new Outbox({ lane: name, database, streams, clock });
  const ringPushes = (): void => void parts.doorbell.ring(PUSH_BELL, instance);
  const store = new CypherExecutionStore({ database, lane: name, now: () => clock.now(), random, ringPushes });
  const live = new LiveEvents(streams);
  const writer = new ExecutionWriter({ store, live, streams, lane: name, logger });
  const triggers = createTriggerParts(parts, { outbox, vaultKey: config.vaultKey, run: () => own });
  const client =
    config.argo === null || overrides.cluster !== undefined
      ? null
      : new KubernetesClient(await clusterConnection(config.argo.connection));
  const cluster = overrides.cluster ?? client;
  const executions = new ArgoExecutions(database);
  const pins = new PinnedTexts(database);
  const clusterExecutor =
    config.argo === null || cluster === null
      ? null
      : new ArgoExecutor({
          ...parts,
          ...config.argo,
          clock,
          cluster,
          executions,
          store,
          pins,
          writer,
          live,
          queues: config.queues,
          reconcileMs: config.reconcileMs,
        });
  const budgetStore = new BudgetStore({ database, outbox, random });
  const budgetDirectory = new BudgetDirectory({ store: budgetStore, streams, logger, clock });
  const escrow = new BudgetEscrow({ ...parts, clock, store: budgetStore, directory: budgetDirectory });
  const egress = new AgentEgress(parts, config);
  const reader = new ExecutionReader({ database, outbox });
  const pushes = createPushParts({ ...parts, clock, outbox }, config, reader);
  const own: ExecutionsParts = {
    ...parts,
    clock,
    config,
    clusterExecutor,
    writer,
    live,
    reader,
    tasks: new TaskReader(database),
    allowedAgents: new AllowedAgents(parts),
    pushConfigs: pushes?.configs ?? null,
    children: new ChildStore({ database, random }),
    usage: new UsageReader(database),
    usageLedger: new UsageLedger(database),
    conversations: new ConversationStore({ database, outbox }),
    approvals: new ApprovalStore({ database, outbox, random }),
    artifacts: new ArtifactStore({ database, outbox, random }),
    // Without a key that processes share, links are good for this process alone.
    artifactLinks: new ArtifactLinks({ key: config.vaultKey ?? random(32), clock }),
    waits: new WaitStore({ database, outbox, random, ringPushes }),
    probes: new AgentProbes(database),
    egress,
    commands: new AllowedCommands(config.allowedCommands),
    pins,
    agentVersions: new AgentVersions(parts.operations),
    triggers,
    budgetStore,
    budgetDirectory,
    sharedSlices: new SharedSliceStore({ database, random }),
  };
  const places = new RunPlaces();
  const renderer = new DocumentRenderer(config.artifacts);
  const workerParts: WorkerParts = {
    ...parts,
    ...own,
    clock,
    store,
    places,
    rights: new PersonRights(parts),
    budgets: { escrow, prices: new ModelPrices({ ...parts, clock }) },
    runtime: runtimeParts(parts, {
      agents: new ChildAgents(own, places),
      artifacts: new KeptArtifacts({ ...own, maximumBytes: config.artifacts.maximumBytes }),
      renderDocument: (request, signal) => renderer.render(request, signal),
      egress,
      commands: own.commands,
    }),
    executeAgent: overrides.executeAgent ?? executeAgent,
  };
  const agents = { ...parts, ...own };
  const worker = new ExecutionWorker(name, workerParts);
  const reconciler = new Reconciler(workerParts, worker);
  const retention = new Retention({ ...parts, queues: config.queues, config: config.retention });
  const toolAccess = followToolAccess({ ...workerParts, database });
  const samples = showSamples({ database, streams, logger, shown: new ShownExecutions(database) });

  return {
    name: 'executions',
    subgraph: new SubgraphExecutor<ExecutionsContext>({
      name: 'executions',
      schema: await createExecutionsSchema(),
      tokens,
      logger,
      createContext: (request) => ({ ...request, parts: own }),
    }),
    routes: [
      executionEventsRoute(own, logger),
      artifactRoute(own, logger),
      webhookRoute(own, logger),
      agentChatRoute(agents, logger),
      agentModelsRoute(parts, logger),
      agentMcpRoute(agents, logger),
      agentCardRoute(agents, logger),
      a2aRoute(agents, logger),
      ...a2aHttpRoutes(agents, logger),
    ],
    async start() {
      await applyMigrations(database, executionMigrations, () => clock.now());
      await outbox.open();
      await clock.follow(() => store.nowMs());
      budgetDirectory.start();
      await worker.start();
      reconciler.start();
      retention.start();
      samples.start();
      toolAccess.start();
      triggers.starter.start();
      await pushes?.worker.start();
      clusterExecutor?.start();
    },
    async readiness(): Promise<readonly ReadinessPart[]> {
      return [
        {
          name: 'executions',
          ready: worker.isReady,
          detail: `${worker.running} of ${config.concurrency} runs in work`,
        },
      ];
    },
    async [Symbol.asyncDispose]() {
      await pushes?.worker[Symbol.asyncDispose]();
      await pushes?.sender[Symbol.asyncDispose]();
      await samples[Symbol.asyncDispose]();
      await toolAccess[Symbol.asyncDispose]();
      await triggers.starter[Symbol.asyncDispose]();
      await triggers.writer[Symbol.asyncDispose]();
      await clusterExecutor?.[Symbol.asyncDispose]();
      await retention[Symbol.asyncDispose]();
      await reconciler[Symbol.asyncDispose]();
      await worker[Symbol.asyncDispose]();
      budgetDirectory.stop();
      await escrow[Symbol.asyncDispose]();
      await writer[Symbol.asyncDispose]();
      await client?.[Symbol.asyncDispose]();
      await egress[Symbol.asyncDispose]();
    },
  };
}
