import type { StreamResponse } from '@a2a-js/sdk';
import type { ExecutionsParts } from '../context.ts';
import { AnswerRestarted, ToldText } from '../agents/told-text.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { LAST_EVENT, type StreamEvent } from '../event.ts';
import { executionEventStream } from '../stream/execution-event-stream.ts';
import { answerArtifact, contextOf, taskArtifact, taskStatus, textPart } from './to-task.ts';

type Following = Pick<ExecutionsParts, 'reader' | 'streams' | 'blobs'>;

/**
 * What happens to a task, until it ends or waits for something in Aether. Its text comes in pieces as it grows, and whole at the end, where it
 * replaces the pieces: a run that began its answer again is told right.
 */
export async function* taskEvents(
  parts: Following,
  execution: ExecutionRecord,
  signal: AbortSignal,
): AsyncGenerator<StreamResponse, void, undefined> {
  const told = new ToldText();
  const place = { taskId: execution.id, contextId: contextOf(execution), metadata: undefined };
  let pieces = 0;
  for await (const event of executionEventStream(parts, execution, { after: 0, signal })) {
    const text = nextText(told, event);
    if (text !== '') {
      const artifact = answerArtifact([textPart(text)]);
      yield {
        payload: { $case: 'artifactUpdate', value: { ...place, artifact, append: pieces > 0, lastChunk: false } },
      };
      pieces += 1;
    }
    if (event.name !== 'execution-running' && event.name !== 'execution-waiting' && event.name !== LAST_EVENT) continue;
    const now = (await parts.reader.find(execution.tenantId, execution.id)) ?? execution;
    // A run that waited may go on already; what it tells next is read from its events.
    if (event.name === 'execution-waiting' && now.status !== 'WAITING') continue;
    const artifact = event.name === LAST_EVENT ? await taskArtifact(parts.blobs, now) : null;
    if (artifact !== null)
      yield { payload: { $case: 'artifactUpdate', value: { ...place, artifact, append: false, lastChunk: true } } };
    yield { payload: { $case: 'statusUpdate', value: { ...place, status: taskStatus(now, event.at) } } };
    if (event.name !== 'execution-running') return;
  }
}

/** Pieces of an answer that began again are left out: the whole comes at the end. */
function nextText(told: ToldText, event: StreamEvent): string {
  try {
    return told.next(event);
  } catch (error) {
    if (error instanceof AnswerRestarted) return '';
    throw error;
  }
}
