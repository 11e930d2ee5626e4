import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBlobStore } from '@aether/common/blobs';
import { Database } from '@aether/common/graph';
import { InMemoryKeyValueStore } from '@aether/common/key-value';
import { createLogger, systemClock, type ServiceParts } from '@aether/common/service';
import { InMemoryStreams, InProcessDoorbell } from '@aether/common/streams';
import { createIdSource } from '@aether/schema';
import { testOperations, type OperationHandlers } from './test-operations.ts';
import { testTokens } from './test-tokens.ts';

export interface TestPartsOptions {
  /** Name in the log. @default 'test' */
  readonly service?: string;
  /** Answers of other services. */
  readonly operations?: OperationHandlers;
  /** @default the Neo4j that all tests share: take a tenant of your own (`testViewer`) */
  readonly neo4jUri?: string;
  /** Replaces single parts, such as a bus that two services share. They stay their maker's to dispose. */
  readonly parts?: Partial<ServiceParts>;
}

/** The parts of a service: real Neo4j, bus and key-value store of this process, blobs in a temporary folder, no model. */
export async function createTestParts(options: TestPartsOptions = {}): Promise<ServiceParts & AsyncDisposable> {
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const directory = await mkdtemp(join(tmpdir(), 'aether-test-'));
  const own = {
    database: new Database({ uri: options.neo4jUri ?? (await sharedNeo4jUri()), user: 'neo4j', password: 'neo4j' }),
    streams: new InMemoryStreams(),
    doorbell: new InProcessDoorbell(),
    keyValue: new InMemoryKeyValueStore(systemClock),
    blobs: new FileBlobStore({ directory, random }),
  };
  return {
    ...own,
    operations: testOperations(options.operations ?? {}),
    tokens: testTokens(),
    modelFetch: () => Promise.reject(new Error('This test has no model.')),
    toolFetch: () => Promise.reject(new Error('This test has no tools.')),
    agentFetch: () => Promise.reject(new Error('This test has no agents.')),
    clock: systemClock,
    ids: createIdSource({ now: () => new Date(), random }),
    random,
    logger: createLogger(options.service ?? 'test', { level: 'silent' }),
    instance: `test-${Buffer.from(random(6)).toString('hex')}`,
    ...options.parts,
    async [Symbol.asyncDispose]() {
      await Promise.all(
        [own.streams, own.doorbell, own.keyValue, own.blobs, own.database].map((part) => part[Symbol.asyncDispose]()),
      );
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Loaded late: benchmarks use these parts too, and outside a test run vitest refuses to be imported. */
async function sharedNeo4jUri(): Promise<string> {
  const { inject } = await import('vitest');
  return inject('neo4jUri');
}
