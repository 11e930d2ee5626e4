import { type Figure, percentile } from '@aether/test-support';
import { systemStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { NewEvent } from '../src/event.ts';
import { journalRow } from '../src/journal/journal-row.ts';
import { createTestStore } from '../tests/test-store.ts';

const STEPS = 10_000;
const BATCH = 500;
const OUTLINES = 10;
const OUTLINE_GOAL_MS = 300;
const SIZE_GOAL = 1_500;
const SIZE = systemStatement(
  'executions-bench.journal-size',
  'The benchmark measures one run that it made.',
  `MATCH (s:Step) WHERE s.executionId = $executionId WITH collect(properties(s)) AS steps
   MATCH (v:ExecutionEvent) WHERE v.executionId = $executionId RETURN steps, collect(properties(v)) AS events`,
);
const sizeRow = z.object({ steps: z.array(z.unknown()), events: z.array(z.unknown()) });

/** A run of ten thousand steps: how long its outline takes, and what one step costs without its payloads. */
export async function longRunFigures(neo4jUri: string, brief: boolean): Promise<readonly Figure[]> {
  await using record = await createTestStore({ neo4jUri });
  const { store, worker, viewer, reader } = record;
  const row = record.row();
  await store.accept([row]);
  await store.claim(worker, [{ ...row, isLost: false }]);
  const total = brief ? BATCH : STEPS;
  for (let done = 0; done < total; done += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, index) => done + index + 1);
    const steps = numbers.map((number) => step(number, row.createdAt));
    const events = numbers.flatMap((number) => eventsOf(number));
    await store.flush([journalRow({ ...row, fence: 1 }, { steps, events })]);
  }
  const took: number[] = [];
  for (let count = 0; count < OUTLINES; count += 1) {
    const began = performance.now();
    await reader.outline(viewer.tenantId, row.executionId);
    took.push(performance.now() - began);
  }
  const [found] = await record.parts.database.read(SIZE, { executionId: row.executionId }, sizeRow);
  const bytes = JSON.stringify(found).length / total;
  const p95 = percentile(
    took.toSorted((left, right) => left - right),
    0.95,
  );
  return [
    {
      name: `outline of a run of ${total} steps, p95`,
      value: p95,
      unit: 'ms',
      goal: `≤ ${OUTLINE_GOAL_MS}`,
      met: p95 <= OUTLINE_GOAL_MS,
    },
    {
      name: 'journal of one step, two events, no payload',
      value: bytes,
      unit: 'bytes',
      goal: `≤ ${SIZE_GOAL}`,
      met: bytes <= SIZE_GOAL,
    },
  ];
}

/** As `step-changes.ts` writes one that has ended. */
function step(number: number, at: string) {
  const key = `model/${number}/tool:crm/search/0`;
  return {
    key,
    properties: {
      id: `stp_${String(number).padStart(26, '0')}`,
      type: 'TOOL_EXECUTION',
      name: 'Search',
      status: 'SUCCEEDED',
      attempt: 1,
      inputHash: 'a'.repeat(64),
      position: number,
      startedAt: at,
      startedAtMs: Date.parse(at),
      durationMs: 12.5,
      details: '{}',
      spanId: 'b'.repeat(16),
      effect: 'READ',
      toolId: `tol_${'0'.repeat(26)}`,
      toolSlug: 'crm/search',
      idempotencyKey: 'c'.repeat(64),
    },
  };
}

function eventsOf(number: number): readonly NewEvent[] {
  const at = new Date().toISOString();
  const stepId = `stp_${String(number).padStart(26, '0')}`;
  return [
    {
      name: 'step-start',
      at,
      data: { stepId, key: `model/${number}/tool:crm/search/0`, type: 'TOOL_EXECUTION', name: 'Search', attempt: 1 },
    },
    { name: 'step-end', at, data: { stepId, attempt: 1, stepStatus: 'SUCCEEDED', durationMs: 12.5 } },
  ];
}
