import { Outbox, applyMigrations } from '@aether/common/graph';
import { type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import { DueWorkLoop } from '@aether/common/streams';
import type { TestingConfig } from './config.ts';
import type { TestingContext, TestingParts } from './context.ts';
import { PatternMatcher } from './checks/pattern-matcher.ts';
import { ComparisonQueue } from './db/comparison-queue.ts';
import { ComparisonStore } from './db/comparison-store.ts';
import { testingMigrations } from './db/migrations.ts';
import { TestSuiteStore } from './db/test-suite-store.ts';
import { LiveComparisons } from './live-comparisons.ts';
import { createTestingSchema } from './schema.ts';
import { ModelJudge } from './scoring/judge.ts';
import { ModelClient } from './scoring/model-client.ts';
import { Scorer } from './scoring/scorer.ts';
import { CellRuns } from './workers/cell-runs.ts';
import { COMPARISON_BELL, ComparisonProcessor } from './workers/comparison-processor.ts';

/** Test suites, their cases, and comparisons. `start` migrates and begins to work on comparisons. */
export async function createTestingService(config: TestingConfig, parts: ServiceParts): Promise<Service> {
  const { database, streams, doorbell, clock, ids, operations, tokens, logger } = parts;
  const outbox = new Outbox({ lane: `testing/${parts.instance}`, database, streams, clock });
  const live = new LiveComparisons(streams);
  const comparisons = new ComparisonStore(database);
  const own: TestingParts = {
    suites: new TestSuiteStore(database),
    comparisons,
    live,
    streams,
    doorbell,
    cellsInParallel: config.comparisons.cellsInParallel,
    comparisonQueue: config.comparisons.queue,
    database,
    outbox,
    operations,
    clock,
    ids,
    maximumCases: config.maximumCases,
  };
  const models = new ModelClient({ fetch: parts.modelFetch, tokens });
  const patterns = new PatternMatcher();
  const queue = new ComparisonQueue(database, { worker: parts.instance, queue: config.comparisons.queue });
  const { parallel, leaseMs, pollMs, cellsInParallel } = config.comparisons;
  const processor = new ComparisonProcessor(leaseMs, {
    comparisons,
    queue,
    runs: new CellRuns(operations),
    scorer: new Scorer({ judge: new ModelJudge(models), models, patterns, similarityModel: config.similarityModel }),
    live,
    operations,
    clock,
    logger,
    cellsInParallel,
  });
  const worker = new DueWorkLoop(
    { bell: COMPARISON_BELL, parallel, leaseMs, pollMs },
    { work: queue, process: (claim, stop) => processor.process(claim, stop), doorbell, logger },
  );
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
      await worker.start();
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
      await worker[Symbol.asyncDispose]();
      await patterns[Symbol.asyncDispose]();
    },
  };
}
