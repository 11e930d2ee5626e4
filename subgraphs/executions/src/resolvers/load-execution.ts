import { ForbiddenError, NotFoundError, requireViewer } from '@aether/common/service';
import { mayChange, maySee } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { FollowedExecution } from '../stream/execution-event-stream.ts';
import { toExecution } from '../types/to-execution.ts';

/** Null for an unknown one, one of another tenant and one that the viewer may not see: the same answer for all three. */
export async function visibleExecution(context: ExecutionsContext, id: string): Promise<ExecutionRecord | null> {
  const viewer = requireViewer(context);
  const loader = context.loaders.loader<string, ExecutionRecord | null>(`execution-${viewer.tenantId}`, async (ids) => {
    const found = new Map(
      (await context.parts.reader.findAll(viewer.tenantId, ids)).map((record) => [record.id, record]),
    );
    return ids.map((key) => found.get(key) ?? null);
  });
  const record = await loader.load(id);
  return record !== null && maySee(viewer, record) ? record : null;
}

/** @throws NotFoundError */
export async function requireExecution(context: ExecutionsContext, id: string): Promise<ExecutionRecord> {
  const record = await visibleExecution(context, id);
  if (record === null) throw new NotFoundError('run', id);
  return record;
}

/**
 * For those who follow its events after a number: a run that was just accepted here is known without the record. When the run is
 * worked on elsewhere, its later events are not: a reader that has seen as many as are known here asks the record.
 * @throws NotFoundError
 */
export async function followedExecution(
  context: ExecutionsContext,
  id: string,
  after: number,
): Promise<FollowedExecution> {
  const viewer = requireViewer(context);
  const young = context.parts.live.young.find({ tenantId: viewer.tenantId, executionId: id });
  const isKnown = young !== null && after < young.lastSeq && maySee(viewer, { ...young, shownTo: null });
  return isKnown ? young : requireExecution(context, id);
}

/**
 * For writes: a run that is only shown to the viewer is not the viewer's to change.
 * @throws NotFoundError | ForbiddenError
 */
export async function requireOwnExecution(context: ExecutionsContext, id: string): Promise<ExecutionRecord> {
  const record = await requireExecution(context, id);
  if (mayChange(requireViewer(context), record)) return record;
  throw new ForbiddenError('execution:manage', { reason: 'Only who started the run may do this.' });
}

/** For fields and references of the API. */
export async function loadExecution(context: ExecutionsContext, id: string): Promise<object | null> {
  const record = await visibleExecution(context, id);
  return record === null ? null : toExecution(record, context.parts.clock.now());
}
