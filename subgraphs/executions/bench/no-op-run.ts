import type { AcceptRow, JournalRow } from '../src/db/execution-store.ts';
import type { ExecutionRecord } from '../src/db/records.ts';
import type { NewEvent } from '../src/event.ts';
import { journalRow } from '../src/journal/journal-row.ts';
import { endRow } from '../src/worker/end-row.ts';
import { AGENT_ID } from '../tests/run-agent-spec.ts';

/** Every claim by a worker adds one. */
const FENCE = 1;

const event = (name: NewEvent['name']): NewEvent => ({
  name,
  at: new Date().toISOString(),
  data: { text: 'x'.repeat(150) },
});

/** What a worker writes for one step that did something: the step, its begin and its end. */
export function stepRow({ tenantId, executionId, createdAt }: AcceptRow, number = 1): JournalRow {
  const properties = {
    id: `${executionId}/${number}`,
    name: 'Step',
    status: 'SUCCEEDED',
    type: 'LLM_INVOCATION',
    attempt: 1,
    inputHash: 'h',
    position: number,
    startedAt: createdAt,
    startedAtMs: 1,
    spanId: 's',
    result: '{}',
  };
  return journalRow(
    { tenantId, executionId, fence: FENCE },
    { steps: [{ key: `step/${number}`, properties }], events: [event('step-start'), event('step-end')] },
  );
}

/** What it writes at the end of the run. */
export function succeededRow({ tenantId, executionId, createdAt }: AcceptRow): JournalRow {
  const execution = {
    id: executionId,
    startedAt: createdAt,
    agentId: AGENT_ID,
    versionId: null,
    conversationId: null,
    startedById: '',
    origin: 'API',
  } as ExecutionRecord;
  const end = endRow(execution, {
    status: 'SUCCEEDED',
    at: new Date(),
    failure: null,
    output: null,
    openSteps: [],
    spent: 0,
    unpriced: false,
  });
  return journalRow({ tenantId, executionId, fence: FENCE }, end);
}
