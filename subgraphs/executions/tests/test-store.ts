import { applyMigrations, Outbox } from '@aether/common/graph';
import type { ServiceParts } from '@aether/common/service';
import { createTestParts, testViewer } from '@aether/test-support';
import type { Viewer } from '@aether/common/security';
import { CypherExecutionStore } from '../src/db/cypher-execution-store.ts';
import { ExecutionReader } from '../src/db/execution-reader.ts';
import type { AcceptRow, WorkerIdentity } from '../src/db/execution-store.ts';
import { executionMigrations } from '../src/db/migrations.ts';
import { ExecutionWriter } from '../src/journal/execution-writer.ts';
import { LiveEvents } from '../src/journal/live-events.ts';
import { storedRow } from './stored-row.ts';

export interface TestStore extends AsyncDisposable {
  readonly parts: ServiceParts;
  readonly store: CypherExecutionStore;
  readonly writer: ExecutionWriter;
  readonly reader: ExecutionReader;
  readonly viewer: Viewer;
  readonly queue: string;
  /** A worker with a lease of a minute. */
  readonly worker: WorkerIdentity;
  row(changes?: { readonly key?: string; readonly question?: string }): AcceptRow;
}

/** The record without a service: what workers and resolvers stand on. */
export async function createTestStore(options: { readonly neo4jUri?: string } = {}): Promise<TestStore> {
  const parts = await createTestParts(options);
  const { database, streams, clock, random, ids } = parts;
  const lane = `executions/${parts.instance}`;
  const outbox = new Outbox({ lane, database, streams, clock });
  await applyMigrations(database, executionMigrations, () => clock.now());
  await outbox.open();
  const store = new CypherExecutionStore({ database, lane, now: () => clock.now(), random, ringPushes: () => {} });
  const writer = new ExecutionWriter({ store, live: new LiveEvents(streams), streams, lane, logger: parts.logger });
  const viewer = testViewer();
  const queue = `queue-${crypto.randomUUID()}`;
  const epoch = await store.openWorker(lane, [queue], 60_000);
  return {
    parts,
    store,
    writer,
    reader: new ExecutionReader({ database, outbox }),
    viewer,
    queue,
    worker: { worker: lane, epoch },
    row: (changes = {}) => storedRow({ executionId: ids('exe'), viewer, queue, at: clock.now(), ...changes }),
    async [Symbol.asyncDispose]() {
      await writer[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
}
