import type { Cluster } from '@aether/argo';
import type { Service, ServiceParts } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { createTestParts, executeAs, type OperationHandlers, subscribeAs } from '@aether/test-support';
import { createExecutionsService, executionsConfig, type ExecutionsConfig } from '../src/index.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { rightsOperations } from './rights-operations.ts';
import { AGENT_ID, agentOperations } from './run-agent-spec.ts';

export interface TestExecutions extends AsyncDisposable {
  readonly service: Service;
  readonly parts: ServiceParts;
}

export interface TestExecutionsOptions {
  readonly executeAgent?: ExecuteAgent;
  readonly config?: Partial<ExecutionsConfig>;
  /** Parts that services of one test share: bus, doorbell, blobs, or an instance name. */
  readonly parts?: Partial<ServiceParts>;
  readonly neo4jUri?: string;
  readonly operations?: OperationHandlers;
  /** With `config.argo`. */
  readonly cluster?: Cluster;
}

export const echo: ExecuteAgent = async (journal) => ({
  output: { echo: journal.run.input },
  text: 'echo',
  citations: [],
});

/** A queue that no other test has. */
export function testQueue(): string {
  return `queue-${crypto.randomUUID()}`;
}

/** The service on the real database, with a scripted loop and short times. */
export async function createExecutions(options: TestExecutionsOptions = {}): Promise<TestExecutions> {
  const parts = await createTestParts({
    service: 'executions',
    operations: { ...rightsOperations(), ...(options.operations ?? agentOperations()) },
    ...(options.parts === undefined ? {} : { parts: options.parts }),
    ...(options.neo4jUri === undefined ? {} : { neo4jUri: options.neo4jUri }),
  });
  const config = {
    ...executionsConfig({}),
    queues: [testQueue()],
    reconcileMs: 300,
    retryBaseMs: 20,
    ...options.config,
  };
  const service = await createExecutionsService(config, parts, {
    executeAgent: options.executeAgent ?? echo,
    ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
  });
  await service.start();
  return {
    service,
    parts,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
}

export const RUN = `mutation ($input: RunAgentInput!) { runAgent(input: $input) {
  execution { id status lastSeq } userErrors { path code message hint } } }`;

export interface RunAnswer {
  readonly runAgent: {
    readonly execution: { readonly id: string; readonly status: string; readonly lastSeq: number } | null;
    readonly userErrors: readonly {
      readonly path: readonly string[];
      readonly code: string;
      readonly message: string;
    }[];
  };
}

export function runAgent(service: Service, viewer: Viewer, input: Readonly<Record<string, unknown>> = {}) {
  return executeAs<RunAnswer>(service, viewer, RUN, {
    input: { agentId: AGENT_ID, input: { question: 'Why?' }, idempotencyKey: crypto.randomUUID(), ...input },
  });
}

/** The id of an accepted run. */
export async function startRun(
  service: Service,
  viewer: Viewer,
  input: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { data, errors } = await runAgent(service, viewer, input);
  const id = data?.runAgent.execution?.id;
  if (id === undefined) throw new Error(`The run was not accepted: ${JSON.stringify([errors, data])}`);
  return id;
}

export interface Envelope {
  readonly seq: number | null;
  readonly at: string;
  readonly event: Readonly<Record<string, unknown>> & { readonly __typename: string };
}

const EVENTS = `subscription ($id: ID!, $after: Int) { executionEvents(id: $id, after: $after) { seq at event { __typename
  ... on ExecutionStatusChanged { status reason } ... on StepStarted { stepId key attempt name model { id } }
  ... on StepEnded { stepId attempt stepStatus cost unpriced error { code message } } ... on TextPreview { offset text }
  ... on ToolCalled { stepId arguments effect tool { id } } ... on ArtifactCreated { artifactId name version }
  ... on ApprovalRequested { approvalId stepId question proposed proposedHash form link expiresAt }
  ... on ApprovalDecided { approvalId approvalStatus comment decidedBy { id } }
  ... on TextDelta { stepId attempt offset text } ... on MessageReset { stepId attempt } ... on SpendChanged { spent totalTokens }
  ... on ResyncRequired { firstSeq }
  ... on ExecutionEnded { status output error { code message stepId } totalCost unpriced } } } }`;

/** Events as a client sees them. @throws Error when the stream ends with one */
export async function* eventsOf(
  service: Service,
  viewer: Viewer,
  id: string,
  options: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Envelope, void> {
  const call = options.signal === undefined ? {} : { signal: options.signal };
  for await (const { data, errors } of subscribeAs(service, viewer, EVENTS, { id, after: options.after }, call)) {
    if (errors !== undefined) throw Object.assign(new Error(errors[0]?.message), { extensions: errors[0]?.extensions });
    yield data?.['executionEvents'] as Envelope;
  }
}

/** All events until the end of the run. */
export async function allEvents(service: Service, viewer: Viewer, id: string, after = 0): Promise<Envelope[]> {
  const events: Envelope[] = [];
  for await (const event of eventsOf(service, viewer, id, { after })) events.push(event);
  return events;
}

/** Waits for the run's end by its events. */
export async function endOf(service: Service, viewer: Viewer, id: string): Promise<Envelope['event']> {
  const last = (await allEvents(service, viewer, id)).at(-1);
  if (last?.event.__typename !== 'ExecutionEnded') throw new Error(`The stream ended with ${JSON.stringify(last)}.`);
  return last.event;
}

/** Waits until an event fits. */
export async function eventOf(
  service: Service,
  viewer: Viewer,
  id: string,
  fits: (envelope: Envelope) => boolean,
): Promise<Envelope> {
  for await (const envelope of eventsOf(service, viewer, id)) if (fits(envelope)) return envelope;
  throw new Error('The run ended without such an event.');
}
