import type { Database, Outbox } from '@aether/common/graph';
import {
  type Clock,
  type InternalCall,
  type InternalOperations,
  type RequestContext,
  requireViewer,
} from '@aether/common/service';
import type { Doorbell, Streams } from '@aether/common/streams';
import type { IdSource } from '@aether/schema';
import type { ComparisonStore } from './db/comparison-store.ts';
import type { TestSuiteStore } from './db/test-suite-store.ts';
import type { LiveComparisons } from './live-comparisons.ts';

/** What one process of this service holds. */
export interface TestingParts {
  readonly suites: TestSuiteStore;
  readonly comparisons: ComparisonStore;
  readonly live: LiveComparisons;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly streams: Streams;
  readonly doorbell: Doorbell;
  readonly maximumCases: number;
  /** Cells of one comparison at once. */
  readonly cellsInParallel: number;
  /** Where new comparisons wait for a worker. */
  readonly comparisonQueue: string;
}

export interface TestingContext extends RequestContext {
  readonly parts: TestingParts;
}

/** Another service is asked in the name of the viewer. */
export function callOf(context: TestingContext): InternalCall {
  const { requestId, traceparent, signal } = context;
  return { onBehalfOf: requireViewer(context), requestId, traceparent, signal };
}
