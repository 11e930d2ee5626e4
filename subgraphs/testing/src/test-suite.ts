import type { CheckRecord } from './check.ts';

/** Cases that belong together. */
export interface TestSuiteRecord {
  readonly id: string;
  readonly agentId: string;
  readonly name: string;
  readonly description: string | null;
  readonly gate: boolean;
  /** 0 to 1. */
  readonly passThreshold: number;
  readonly createdById: string;
  readonly createdAt: string;
}

/** An input and what must hold for the answer. */
export interface TestCaseRecord {
  readonly id: string;
  readonly suiteId: string;
  readonly name: string;
  readonly input: unknown;
  readonly checks: readonly CheckRecord[];
  readonly createdAt: string;
}
