import { requireViewer } from '@aether/common/service';
import { actorOf } from './actor-of.ts';
import { loadAgentAccess } from './agent-access.ts';
import type { ComparisonRecord } from './comparison.ts';
import type { TestingContext } from './context.ts';

/**
 * Whether a viewer reads what was answered and why it scored so. Runs are private to who started them and to those who manage runs, and a
 * comparison may not show more of them; beside these, those who may change the agent decide with it. Numbers are for everybody who sees it.
 */
export async function mayReadTexts(
  context: TestingContext,
  { agentId, startedById }: Pick<ComparisonRecord, 'agentId' | 'startedById'>,
): Promise<boolean> {
  const viewer = requireViewer(context);
  if (startedById === actorOf(viewer) || viewer.permissions.includes('execution:manage')) return true;
  const agent = await loadAgentAccess(context, agentId);
  return agent?.viewerActions.some(({ name, allowed }) => name === 'updateAgent' && allowed) === true;
}
