import { type Environment, readConfig } from '@aether/common/service';
import { z } from 'zod';

const integer = (standard: number, minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(standard);

const schema = z
  .object({
    TESTING_MAXIMUM_CASES: integer(1_000, 1, 10_000),
    TESTING_COMPARISONS_PARALLEL: integer(2, 0, 32),
    TESTING_CELLS_PARALLEL: integer(4, 1, 64),
    TESTING_COMPARISON_QUEUE: z.string().default('default'),
    TESTING_COMPARISON_LEASE_MS: integer(30_000, 500, 600_000),
    TESTING_COMPARISON_POLL_MS: integer(5_000, 10, 60_000),
    TESTING_SIMILARITY_MODEL: z.string().default('builtin/embed'),
  })
  .transform((environment) => ({
    /** Cases of one suite. */
    maximumCases: environment.TESTING_MAXIMUM_CASES,
    /** Model whose vectors tell how alike two texts are. */
    similarityModel: environment.TESTING_SIMILARITY_MODEL,
    comparisons: {
      /** Comparisons at once in this process; 0 = other processes do it. */
      parallel: environment.TESTING_COMPARISONS_PARALLEL,
      /** Cells of one comparison at once. */
      cellsInParallel: environment.TESTING_CELLS_PARALLEL,
      /** Comparisons started by this process wait here, and its workers look nowhere else. */
      queue: environment.TESTING_COMPARISON_QUEUE,
      leaseMs: environment.TESTING_COMPARISON_LEASE_MS,
      /** A lost ring costs at most this long. */
      pollMs: environment.TESTING_COMPARISON_POLL_MS,
    },
  }));

export type TestingConfig = Readonly<z.infer<typeof schema>>;

/** @throws ConfigError with every problem */
export function testingConfig(environment: Environment): TestingConfig {
  return readConfig(schema, environment);
}
