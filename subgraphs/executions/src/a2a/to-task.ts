import { type Artifact, type Message, type Part, Role, type Task, TaskState, type TaskStatus } from '@a2a-js/sdk';
import type { BlobStore } from '@aether/common/blobs';
import { isRecord } from '@aether/schema';
import type { ExecutionRecord } from '../db/records.ts';
import { EXECUTION_STATUSES, type ExecutionStatus } from '../execution.ts';
import { loadPayload } from '../payload.ts';

/** A task has one artifact: what its run answered. */
const ANSWER = 'answer';

const STATES: Readonly<Record<ExecutionStatus, TaskState>> = {
  QUEUED: TaskState.TASK_STATE_SUBMITTED,
  RUNNING: TaskState.TASK_STATE_WORKING,
  RETRYING: TaskState.TASK_STATE_WORKING,
  CANCELLING: TaskState.TASK_STATE_WORKING,
  WAITING: TaskState.TASK_STATE_INPUT_REQUIRED,
  SUCCEEDED: TaskState.TASK_STATE_COMPLETED,
  FAILED: TaskState.TASK_STATE_FAILED,
  TIMED_OUT: TaskState.TASK_STATE_FAILED,
  CANCELLED: TaskState.TASK_STATE_CANCELED,
};

const WAITS = 'The run waits for a person, an instant or a signal in Aether, and goes on by itself after that.';

/** What the status of a task says of its run. */
export type TaskFacts = Pick<ExecutionRecord, 'id' | 'conversationId' | 'status' | 'error'>;

/** Runs of one conversation are one context; any other run is a context of its own. */
export function contextOf({ id, conversationId }: Pick<ExecutionRecord, 'id' | 'conversationId'>): string {
  return conversationId ?? id;
}

export function textPart(value: string): Part {
  return { content: { $case: 'text', value }, metadata: undefined, filename: '', mediaType: 'text/plain' };
}

export function answerArtifact(parts: Part[]): Artifact {
  return { artifactId: ANSWER, name: ANSWER, description: '', parts, metadata: undefined, extensions: [] };
}

/** @param timestamp since when it is so */
export function taskStatus(execution: TaskFacts, timestamp: string): TaskStatus {
  const { status, error } = execution;
  const said = error?.message ?? (status === 'WAITING' ? WAITS : null);
  return {
    state: STATES[status],
    timestamp,
    message: said === null ? undefined : messageOf(execution, said),
  };
}

function messageOf(execution: TaskFacts, text: string): Message {
  const { id, status } = execution;
  return {
    messageId: `${id}-${status}`,
    contextId: contextOf(execution),
    taskId: id,
    role: Role.ROLE_AGENT,
    parts: [textPart(text)],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
}

/** Null while the run has no output. */
export async function taskArtifact(blobs: BlobStore, { output }: ExecutionRecord): Promise<Artifact | null> {
  if (output === null) return null;
  const value: unknown = JSON.parse(await loadPayload(blobs, output));
  const { answer } = isRecord(value) ? value : { answer: undefined };
  const data: Part = {
    content: { $case: 'data', value },
    metadata: undefined,
    filename: '',
    mediaType: 'application/json',
  };
  return answerArtifact(typeof answer === 'string' ? [textPart(answer), data] : [data]);
}

/** States of runs that are this state of a task. */
export function statusesOf(state: TaskState): readonly ExecutionStatus[] {
  return EXECUTION_STATUSES.filter((status) => STATES[status] === state);
}

/**
 * A run as a task: same id, same states, and as durable.
 * @param artifact what it answered; null = nothing yet, or not asked for
 */
export function toTask(execution: ExecutionRecord, artifact: Artifact | null): Task {
  const { endedAt, statusAt, createdAt } = execution;
  return {
    id: execution.id,
    contextId: contextOf(execution),
    status: taskStatus(execution, endedAt ?? statusAt ?? createdAt),
    artifacts: artifact === null ? [] : [artifact],
    history: [],
    metadata: undefined,
  };
}
