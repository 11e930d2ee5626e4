import { systemStatement } from '@aether/common/graph';
import { executeAs, type Figure, percentile } from '@aether/test-support';
import { z } from 'zod';
import { journalRow } from '../src/journal/journal-row.ts';
import { createExecutions } from '../tests/create-executions.ts';
import { createTestStore, type TestStore } from '../tests/test-store.ts';
import { journaledStep } from './journaled-step.ts';

const STEPS = 10_000;
const BATCH = 500;
const OUTLINE_GOAL_MS = 300;
const SIZE_GOAL_BYTES = 1_500;
const TENTH = 10;

const OUTLINE = `query ($id: ID!) { executionOutline(id: $id) { seq ids parentIndex names nameIndex types typeIndex statuses
  statusIndex startMs durationMs cost tokens attempt nextIndex totalSteps } }`;
const STEPS_OF = `query ($id: ID!, $after: String) { execution(id: $id) { chain { steps(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node { id key parentId type name status attempt durationMs cost } } } } } }`;

// Properties as they are kept: names and values of steps and of their events, without what the step was given and answered.
const SIZE = systemStatement(
  'executions-bench.journal-size',
  'The benchmark looks at the one run that it has written.',
  `MATCH (n) WHERE (n:Step OR n:ExecutionEvent) AND n.executionId = $executionId
   UNWIND [key IN keys(n) WHERE NOT key IN ['input', 'result', 'prompt']] AS key
   RETURN sum(size(key) + size(toString(n[key]))) AS bytes`,
);

interface StepPage {
  readonly execution: {
    readonly chain: {
      readonly steps: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
    };
  };
}

async function longRun(record: TestStore, steps: number): Promise<string> {
  const { writer, worker, parts } = record;
  const row = record.row();
  await writer.accept(row);
  await writer.claim(worker, { ...row, isLost: false });
  for (let from = 0; from < steps; from += BATCH) {
    const made = await Promise.all(
      Array.from({ length: Math.min(BATCH, steps - from) }, (_, index) => journaledStep(parts, row, from + index)),
    );
    const part = { steps: made.flatMap((step) => step.steps), events: made.flatMap((step) => step.events) };
    await writer.journal(journalRow({ ...row, fence: 1 }, part));
  }
  return row.executionId;
}

async function milliseconds(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const begin = performance.now();
    await work();
    taken.push(performance.now() - begin);
  }
  return percentile(taken, 0.95);
}

/** A run of ten thousand steps: how long its outline takes, and what its journal keeps of a step. */
export async function longRunFigures(neo4jUri: string, brief: boolean): Promise<readonly Figure[]> {
  const steps = brief ? BATCH : STEPS;
  await using record = await createTestStore({ neo4jUri });
  await using executions = await createExecutions({ neo4jUri });
  const id = await longRun(record, steps);
  const outline = () => executeAs(executions.service, record.viewer, OUTLINE, { id });
  await milliseconds(TENTH, outline); // unmeasured: Neo4j compiles
  const outlineMs = await milliseconds(TENTH, outline);
  const pagesMs = await milliseconds(1, async () => {
    for (let after: string | null = null; ;) {
      const page: { data: StepPage } = await executeAs(executions.service, record.viewer, STEPS_OF, { id, after });
      const { hasNextPage, endCursor } = page.data.execution.chain.steps.pageInfo;
      if (!hasNextPage) return;
      after = endCursor;
    }
  });
  const [size] = await record.parts.database.read(SIZE, { executionId: id }, z.object({ bytes: z.number() }));
  const bytes = (size?.bytes ?? 0) / steps;
  return [
    {
      name: `outline of a run of ${steps} steps, p95`,
      value: outlineMs,
      unit: 'ms',
      goal: `≤ ${OUTLINE_GOAL_MS}`,
      met: outlineMs <= OUTLINE_GOAL_MS,
      reference: { name: 'the same steps in pages of 100', value: pagesMs },
    },
    {
      name: 'journal of a step with its events, names and values of properties, without payloads',
      value: bytes,
      unit: 'bytes',
      goal: `≤ ${SIZE_GOAL_BYTES}`,
      met: bytes <= SIZE_GOAL_BYTES,
    },
  ];
}
