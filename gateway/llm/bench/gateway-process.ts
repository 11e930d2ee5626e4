import { z } from 'zod';
import { catalogModel, catalogOf, catalogProvider } from '../tests/catalog-of-test.ts';
import { startTestGateway } from '../tests/llm-test-gateway.ts';
import { ScriptedBooks } from '../tests/scripted-books.ts';

/**
 * The gateway alone in a process, so that what it takes is not what its callers take. Each call is in a budget and in the ledger; what is
 * behind them answers at once. Tells its origin, and then, to each message, the processor time that it has used, in milliseconds.
 */
const PRICED = catalogProvider('up', {
  models: [
    // With a price each call reserves what it may cost.
    catalogModel('fast', {
      inputPricePerMillion: 1_000_000_000,
      outputPricePerMillion: 4_000_000_000,
      unpriced: false,
    }),
  ],
});
const [baseUrl] = z.tuple([z.string()]).parse(process.argv.slice(2));
const books = new ScriptedBooks(Number.MAX_SAFE_INTEGER);
const gateway = await startTestGateway({
  environment: { AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'up', baseUrl }]) },
  config: { timeouts: { firstByteMs: 30_000, idleMs: 30_000, totalMs: 120_000 } },
  operations: { ...catalogOf(PRICED), ...books.operations },
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1000);
});
process.on('disconnect', () => process.exit());
process.send?.(gateway.origin);
