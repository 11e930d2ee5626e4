import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBlobStore } from '@aether/common/blobs';
import type { Viewer } from '@aether/common/security';
import type { ServiceParts } from '@aether/common/service';
import {
  audit,
  type Audit,
  type AuditFacts,
  type EffectServer,
  type ModelServer,
  type ProgramUnderTest,
  readRecord,
  startEffectServer,
  startModelServer,
  startProgram,
  testViewer,
} from '@aether/test-support';
import type { ExecutionsConfig } from '../../src/index.ts';
import { createExecutions, endOf, startRun, type TestExecutions, testQueue } from '../create-executions.ts';
import { agentWithEffects } from './agent-with-effects.ts';

/** Short, so that a test need not wait long; long enough for a machine that is busy. */
export const LEASE_MS = 8_000;

export interface WorkerProcess extends ProgramUnderTest {
  /** Of its HTTP host. */
  readonly origin: string;
  readonly instance: string;
}

export interface WorkerStart {
  /** The same name again is the same worker, restarted. */
  readonly instance?: string;
  readonly neo4jUri?: string;
  readonly redisUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface SceneOptions {
  readonly neo4jUri?: string;
  readonly deskUri?: string;
  readonly deskConfig?: Partial<ExecutionsConfig>;
  readonly deskParts?: Partial<ServiceParts>;
  /** For the blobs that all share. @default a temporary one */
  readonly folder?: string;
}

/** What every row of the fault table needs. */
export interface FaultScene extends AsyncDisposable {
  /** A person in a tenant of its own. */
  readonly viewer: Viewer;
  readonly queue: string;
  /** Both keep their own books. */
  readonly model: ModelServer;
  readonly effects: EffectServer;
  /** Accepts and shows runs in this process, and works on none. */
  readonly desk: TestExecutions;
  /** A worker as a process of its own. Resolves when it is ready. */
  startWorker(start?: WorkerStart): Promise<WorkerProcess>;
  /** Ids that callers were told. */
  readonly accepted: string[];
  /** "call read pay" calls these tools, then answers in words. */
  submit(question: string, input?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Status of each run at its end, in order. */
  ends(ids: readonly string[]): Promise<readonly unknown[]>;
  audit(facts?: Partial<AuditFacts>): Promise<Audit>;
}

export async function createFaultScene(options: SceneOptions = {}): Promise<FaultScene> {
  await using stack = new AsyncDisposableStack();
  // Loaded late: a benchmark has scenes too, and outside a test run vitest refuses to be imported.
  const neo4jUri = options.neo4jUri ?? (await import('vitest')).inject('neo4jUri');
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'aether-faults-')));
  if (options.folder === undefined) stack.defer(() => rm(folder, { recursive: true, force: true }));
  const blobsFolder = join(folder, 'blobs');
  await mkdir(blobsFolder, { recursive: true });
  const [model, effects] = [stack.use(await startModelServer()), stack.use(await startEffectServer())];
  const [viewer, queue] = [testViewer(), testQueue()];
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const blobs = stack.use(new FileBlobStore({ directory: blobsFolder, random }));
  const accepted: string[] = [];
  const desk = stack.use(
    await createExecutions({
      operations: agentWithEffects(),
      neo4jUri: options.deskUri ?? neo4jUri,
      config: { concurrency: 0, queues: [queue], ...options.deskConfig },
      parts: { blobs, ...options.deskParts },
    }),
  );
  const owned = stack.move();

  return {
    viewer,
    queue,
    model,
    effects,
    desk,
    accepted,
    async startWorker({ instance = `worker-${crypto.randomUUID()}`, ...start } = {}) {
      const program = owned.use(
        startProgram(new URL('worker-process.ts', import.meta.url), {
          environment: {
            NEO4J_URI: start.neo4jUri ?? neo4jUri,
            REDIS_URL: start.redisUrl ?? '',
            WORKER_INSTANCE: instance,
            WORKER_BLOBS: blobsFolder,
            WORKER_MODEL: model.origin,
            WORKER_TOOLS: effects.origin,
            EXECUTIONS_QUEUES: queue,
            EXECUTIONS_LEASE_MS: String(LEASE_MS),
            EXECUTIONS_BEAT_MS: '500',
            EXECUTIONS_RECONCILE_MS: '300',
            EXECUTIONS_RETRY_BASE_MS: '50',
            ...start.environment,
          },
        }),
      );
      const { origin } = await program.heard('ready');
      return { ...program, origin: String(origin), instance };
    },
    async submit(question, input = {}) {
      const id = await startRun(desk.service, viewer, { input: { question }, ...input });
      accepted.push(id);
      return id;
    },
    ends: (ids) => Promise.all(ids.map(async (id) => (await endOf(desk.service, viewer, id))['status'])),
    async audit(facts = {}) {
      const answered = model.calls.filter(({ isAnswered }) => isAnswered);
      const modelCalls = new Map<string, number>();
      for (const { executionId } of answered) modelCalls.set(executionId, (modelCalls.get(executionId) ?? 0) + 1);
      return audit({
        accepted,
        executions: await readRecord(desk.parts.database, viewer.tenantId),
        effects: effects.book.entries(),
        modelCalls,
        ...facts,
      });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** How many lines of a worker's log carry this message, or an error of this code. */
export function logged(worker: ProgramUnderTest, what: string): number {
  return worker.log().filter((line) => {
    const error = line['err'];
    const code = typeof error === 'object' && error !== null && 'code' in error ? error['code'] : null;
    return line['msg'] === what || code === what;
  }).length;
}
