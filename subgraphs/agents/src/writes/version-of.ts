import { NotFoundError } from '@aether/common/service';
import type { AgentsContext } from '../context.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { loadVisibleVersion } from '../loaders.ts';

/** @throws NotFoundError also when the version is another agent's */
export async function versionOf(context: AgentsContext, agentId: string, versionId: string): Promise<VersionRecord> {
  const version = await loadVisibleVersion(context, versionId);
  if (version === null || version.agentId !== agentId) throw new NotFoundError('version', versionId);
  return version;
}
