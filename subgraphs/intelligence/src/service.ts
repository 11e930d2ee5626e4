import { type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import type { IntelligenceConfig } from './config.ts';
import type { IntelligenceContext } from './context.ts';
import { StatisticsReader } from './db/statistics-reader.ts';
import { createIntelligenceSchema } from './schema.ts';

/** What can be learned from the record. Writes nothing yet, so it has nothing to migrate. */
export async function createIntelligenceService(_config: IntelligenceConfig, parts: ServiceParts): Promise<Service> {
  const { database, clock, tokens, logger } = parts;
  const own = { statistics: new StatisticsReader(database), clock };
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
      // It reads what others migrate.
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
