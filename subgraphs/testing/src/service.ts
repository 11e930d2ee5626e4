import { Outbox, applyMigrations } from '@aether/common/graph';
import { type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import type { TestingConfig } from './config.ts';
import type { TestingContext, TestingParts } from './context.ts';
import { testingMigrations } from './db/migrations.ts';
import { TestSuiteStore } from './db/test-suite-store.ts';
import { createTestingSchema } from './schema.ts';

/** Test suites and their cases. */
export async function createTestingService(config: TestingConfig, parts: ServiceParts): Promise<Service> {
  const { database, streams, clock, ids, operations, tokens, logger } = parts;
  const outbox = new Outbox({ lane: `testing/${parts.instance}`, database, streams, clock });
  const own: TestingParts = {
    suites: new TestSuiteStore(database),
    database,
    outbox,
    operations,
    clock,
    ids,
    maximumCases: config.maximumCases,
  };
  const subgraph = new SubgraphExecutor<TestingContext>({
    name: 'testing',
    schema: await createTestingSchema(),
    tokens,
    logger,
    createContext: (request) => ({ ...request, parts: own }),
  });
  return {
    name: 'testing',
    subgraph,
    routes: [],
    async start() {
      await applyMigrations(database, testingMigrations, () => clock.now());
      await outbox.open();
    },
    async readiness() {
      try {
        await database.verify();
        return [{ name: 'database', ready: true, detail: null }];
      } catch (error) {
        return [{ name: 'database', ready: false, detail: error instanceof Error ? error.message : null }];
      }
    },
    async [Symbol.asyncDispose]() {
      // Nothing of its own is open: the parts are closed by who made them.
    },
  };
}
