import { requireViewer } from '@aether/common/service';
import type { ExecutionsContext } from '../context.ts';
import type { ArtifactRecord } from '../db/artifact-records.ts';
import { toArtifact } from '../types/artifact.ts';
import { visibleExecution } from './load-execution.ts';

/** Null for an unknown one, one of another tenant and one of a run that the viewer may not see: the same answer for all three. */
export async function loadArtifact(context: ExecutionsContext, id: string): Promise<object | null> {
  const viewer = requireViewer(context);
  const [record] = await context.parts.artifacts.findAll(viewer.tenantId, [id]);
  if (record === undefined) return null;
  return (await visibleExecution(context, record.executionId)) === null ? null : toArtifact(record);
}

/** Files of a run that the viewer may see; runs of one request are read together. */
export function artifactsOf(context: ExecutionsContext, executionId: string): Promise<readonly ArtifactRecord[]> {
  const { tenantId } = requireViewer(context);
  const loader = context.loaders.loader<string, readonly ArtifactRecord[]>(`artifacts-${tenantId}`, async (ids) => {
    const found = Map.groupBy(await context.parts.artifacts.ofExecutions(tenantId, ids), (row) => row.executionId);
    return ids.map((key) => found.get(key) ?? []);
  });
  return loader.load(executionId);
}
