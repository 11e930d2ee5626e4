import { type Environment, readConfig } from '@aether/common/service';
import { z } from 'zod';

const schema = z.object({
  TESTING_MAXIMUM_CASES: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

export interface TestingConfig {
  /** Cases of one suite. @default 1,000 */
  readonly maximumCases: number;
}

/** @throws ConfigError with every problem */
export function testingConfig(environment: Environment): TestingConfig {
  const { TESTING_MAXIMUM_CASES } = readConfig(schema, environment);
  return { maximumCases: TESTING_MAXIMUM_CASES };
}
