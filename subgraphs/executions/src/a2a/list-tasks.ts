import { type ListTasksRequest, type ListTasksResponse, type Task, TaskState } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { decodeCursor, encodeCursor } from '@aether/common/service';
import { actorOf, seesAll } from '../access.ts';
import type { VersionCall } from '../accept/agent-versions.ts';
import type { ExecutionsParts } from '../context.ts';
import type { TaskPage } from '../db/task-reader.ts';
import { requireHistoryLength } from './require-history-length.ts';
import { isToldUnasked, keptArtifact } from './kept-artifact.ts';
import { statusesOf, toTask } from './to-task.ts';

// As ListTasksRequest of A2A 1.0 has them.
const DEFAULT_PAGE_SIZE = 50;
const MAXIMUM_PAGE_SIZE = 100;
/** Of all artifacts of one page together; those behind are left out, and `GetTask` has each. */
const LISTED_BYTES = 4 * 1_024 * 1_024;

/**
 * The viewer's tasks of one agent, or everybody's for those who manage runs: the most recently changed first.
 * @throws RequestMalformedError for a filter or a page that there cannot be
 */
export async function listTasks(
  { tasks, reader, blobs }: Pick<ExecutionsParts, 'tasks' | 'reader' | 'blobs'>,
  request: ListTasksRequest,
  { agentId, viewer }: { readonly agentId: string; readonly viewer: VersionCall['viewer'] },
): Promise<ListTasksResponse> {
  const { tenantId } = viewer;
  const { pageSize, conditions, before } = readRequest(request);
  const owner = { agentId, startedById: seesAll(viewer) ? null : actorOf(viewer) };
  const { total, page } = await tasks.list(tenantId, { ...owner, ...conditions }, { before, limit: pageSize + 1 });
  const shown = page.slice(0, pageSize);
  const found = await reader.findAll(
    tenantId,
    shown.map(({ id }) => id),
  );
  const byId = new Map(found.map((execution) => [execution.id, execution]));
  const listed: Task[] = [];
  let bytesLeft = request.includeArtifacts === true ? LISTED_BYTES : 0;
  // One after the other: what is held at once is what the list may have.
  for (const { id } of shown) {
    const execution = byId.get(id);
    if (execution === undefined) continue;
    const bytes = execution.output?.bytes ?? 0;
    const isTold = isToldUnasked(execution) && bytes <= bytesLeft;
    if (isTold) bytesLeft -= bytes;
    listed.push(toTask(execution, isTold ? await keptArtifact(blobs, execution) : null));
  }
  const last = page.length > pageSize ? shown.at(-1) : undefined;
  return {
    tasks: listed,
    nextPageToken: last === undefined ? '' : encodeCursor([last.statusAt, last.id]),
    pageSize,
    totalSize: total,
  };
}

function readRequest({
  contextId,
  status,
  pageSize,
  pageToken,
  historyLength,
  statusTimestampAfter,
}: ListTasksRequest) {
  const size = pageSize ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(size) || size < 1 || size > MAXIMUM_PAGE_SIZE)
    throw new RequestMalformedError(`pageSize must be an integer from 1 to ${MAXIMUM_PAGE_SIZE}.`);
  requireHistoryLength(historyLength);
  if (TaskState[status] === undefined || status === TaskState.UNRECOGNIZED)
    throw new RequestMalformedError('status must be the name of a TaskState of A2A 1.0.');
  const sinceMs = statusTimestampAfter ? Date.parse(statusTimestampAfter) : null;
  if (Number.isNaN(sinceMs))
    throw new RequestMalformedError('statusTimestampAfter must be an instant, such as "2026-10-27T10:00:00Z".');
  const conditions = {
    contextId: contextId === '' ? null : contextId,
    statuses: status === TaskState.TASK_STATE_UNSPECIFIED ? null : statusesOf(status),
    since: sinceMs === null ? null : new Date(sinceMs).toISOString(),
  };
  return { pageSize: size, conditions, before: pageToken === '' ? null : placeAfter(pageToken) };
}

function placeAfter(pageToken: string): TaskPage['before'] {
  try {
    const [statusAt, id, ...rest] = decodeCursor(pageToken);
    if (typeof statusAt === 'string' && typeof id === 'string' && rest.length === 0) return { statusAt, id };
  } catch {
    // What is no cursor at all is told as one of another list.
  }
  throw new RequestMalformedError('pageToken must be the nextPageToken of an earlier page.');
}
