import type { Database, Outbox } from '@aether/common/graph';
import type { Clock, InternalOperations, RequestContext } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import type { TestSuiteStore } from './db/test-suite-store.ts';

/** What one process of this service holds. */
export interface TestingParts {
  readonly suites: TestSuiteStore;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly maximumCases: number;
}

export interface TestingContext extends RequestContext {
  readonly parts: TestingParts;
}
