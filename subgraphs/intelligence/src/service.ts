import { applyMigrations } from '@aether/common/graph';
import { type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import type { IntelligenceConfig } from './config.ts';
import type { IntelligenceContext } from './context.ts';
import { DueAgents } from './db/due-agents.ts';
import { ExpertiseReader } from './db/expertise-reader.ts';
import { intelligenceMigrations } from './db/migrations.ts';
import { PatternStore } from './db/pattern-store.ts';
import { RecommendationReader } from './db/recommendation-reader.ts';
import { SimilarityReader } from './db/similarity-reader.ts';
import { StatisticsReader } from './db/statistics-reader.ts';
import { StatisticsWriter } from './db/statistics-writer.ts';
import { createIntelligenceSchema } from './schema.ts';
import { followRuns } from './workers/follow-runs.ts';
import { StatisticsJob } from './workers/statistics-job.ts';

/** What can be learned from the record: facts derived from runs, and who may read them. */
export async function createIntelligenceService(_config: IntelligenceConfig, parts: ServiceParts): Promise<Service> {
  const { database, streams, clock, ids, tokens, logger } = parts;
  const due = new DueAgents(database);
  const patterns = new PatternStore(database);
  const job = new StatisticsJob({ due, writer: new StatisticsWriter(database), patterns, ids, clock, logger });
  const consumer = followRuns({ database, streams, logger, due, onMarked: () => job.wake() });
  const own = {
    statistics: new StatisticsReader(database),
    recommendations: new RecommendationReader(database),
    similarity: new SimilarityReader(database),
    expertise: new ExpertiseReader(database),
    patterns,
  };
  const subgraph = new SubgraphExecutor<IntelligenceContext>({
    name: 'intelligence',
    schema: await createIntelligenceSchema(),
    tokens,
    logger,
    createContext: (request) => ({ ...request, parts: own }),
  });
  return {
    name: 'intelligence',
    subgraph,
    routes: [],
    async start() {
      await applyMigrations(database, intelligenceMigrations, () => clock.now());
      consumer.start();
      job.start();
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
      await consumer[Symbol.asyncDispose]();
      await job[Symbol.asyncDispose]();
    },
  };
}
