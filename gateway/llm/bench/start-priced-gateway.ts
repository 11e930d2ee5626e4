import { catalogModel, catalogOf, catalogProvider } from '../tests/catalog-of-test.ts';
import { startTestGateway, type TestGateway } from '../tests/llm-test-gateway.ts';
import { ScriptedBooks } from '../tests/scripted-books.ts';

/** With a price each call reserves what it may cost. */
const PRICED = catalogProvider('up', {
  models: [
    catalogModel('fast', {
      inputPricePerMillion: 1_000_000_000,
      outputPricePerMillion: 4_000_000_000,
      unpriced: false,
    }),
  ],
});

/** The gateway with the model `up/fast` of an upstream (an origin): each call is in a budget and in the ledger, and what is behind them answers at once. */
export function startPricedGateway(upstream: string): Promise<TestGateway> {
  const books = new ScriptedBooks(Number.MAX_SAFE_INTEGER);
  return startTestGateway({
    environment: { AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'up', baseUrl: `${upstream}/v1` }]) },
    config: { timeouts: { firstByteMs: 30_000, idleMs: 30_000, totalMs: 120_000 } },
    operations: { ...catalogOf(PRICED), ...books.operations },
  });
}
