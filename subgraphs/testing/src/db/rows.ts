import { z } from 'zod';
import { CheckKind } from '../check.ts';
import type { TestCaseRecord, TestSuiteRecord } from '../test-suite.ts';

const suite: z.ZodType<TestSuiteRecord> = z.object({
  id: z.string(),
  agentId: z.string(),
  name: z.string(),
  // Neo4j keeps no null: the property is absent.
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? null),
  gate: z.boolean(),
  passThreshold: z.number(),
  createdById: z.string(),
  createdAt: z.string(),
});

const check = z.object({
  id: z.string(),
  kind: z.enum(CheckKind),
  configuration: z.record(z.string(), z.unknown()),
  weight: z.number(),
});

/** Input and checks are kept as the text of their JSON. */
const testCase = z
  .object({
    id: z.string(),
    suiteId: z.string(),
    name: z.string(),
    input: z.string(),
    checks: z.string(),
    createdAt: z.string(),
  })
  .transform(({ input, checks, ...rest }): TestCaseRecord => ({
    ...rest,
    input: JSON.parse(input),
    checks: z.array(check).parse(JSON.parse(checks)),
  }));

export const suiteRow = z.object({ suite });
export const caseRow = z.object({ case: testCase });
export const countsRow = z.object({ suiteId: z.string(), count: z.number() });
export const deletedRow = z.object({ deleted: z.number() });
