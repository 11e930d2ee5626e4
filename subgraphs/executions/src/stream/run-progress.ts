import type { Viewer } from '@aether/common/security';
import { maySee } from '../access.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord, StoredEvent } from '../db/records.ts';
import type { StepRecord } from '../db/step-records.ts';
import { isEnded } from '../execution.ts';
import { loadPayload } from '../payload.ts';
import type { RunOutcome, RunProgress, RunText } from '../types/run-progress.ts';
import { toCitation } from '../types/to-execution.ts';

/** Events read at once: a run tells at most four texts a second. */
const PAGE = 500;
/** Events among which the first text of an answer is looked for. */
const FIRST_EVENTS = 200;

type Parts = Pick<ExecutionsParts, 'reader' | 'blobs' | 'clock'>;

/** How far a run is, and the text that it has told since the last question; null when the viewer may not see it. */
export async function runProgress(
  parts: Parts,
  viewer: Viewer,
  question: { readonly executionId: string; readonly after: number },
): Promise<RunProgress | null> {
  const { executionId, after } = question;
  const execution = await parts.reader.find(viewer.tenantId, executionId);
  if (execution === null || !maySee(viewer, execution)) return null;
  const events = execution.lastSeq > after ? await parts.reader.events(viewer.tenantId, executionId, after, PAGE) : [];
  return {
    executionId,
    status: execution.status,
    seq: events.at(-1)?.seq ?? after,
    text: events.flatMap(toText),
    outcome: isEnded(execution.status) ? await outcomeOf(parts, execution) : null,
  };
}

function toText({ name, data }: StoredEvent): readonly RunText[] {
  if (name === 'message-reset') return [{ offset: 0, text: '' }];
  const { offset, text } = data;
  return name === 'text-delta' && typeof offset === 'number' && typeof text === 'string' ? [{ offset, text }] : [];
}

async function outcomeOf(parts: Parts, execution: ExecutionRecord): Promise<RunOutcome> {
  const { tenantId, id, output, citations, error, startedAt, durationMs, spent, unpriced, totalTokens } = execution;
  const [steps, events, text] = await Promise.all([
    parts.reader.outline(tenantId, id),
    parts.reader.events(tenantId, id, 0, FIRST_EVENTS),
    output === null ? null : loadPayload(parts.blobs, output),
  ]);
  const firstText = events.find((event) => event.name === 'text-delta');
  return {
    output: text === null ? null : JSON.parse(text),
    citations: (citations ?? []).map(toCitation),
    error,
    durationMs: durationMs ?? 0,
    firstTokenMs:
      firstText === undefined || startedAt === null ? null : Date.parse(firstText.at) - Date.parse(startedAt),
    cost: unpriced ? null : spent,
    unpriced,
    totalTokens,
    tools: steps.filter(isToolCall).map((step) => step.name),
  };
}

/** A step of a tool is whatever is neither the loop's own work nor a call of a model. */
function isToolCall({ type, status }: StepRecord): boolean {
  return status === 'SUCCEEDED' && !OWN_STEPS.includes(type);
}

const OWN_STEPS: readonly string[] = ['MEMORY_RETRIEVAL', 'VECTOR_SEARCH', 'LLM_INVOCATION'];
