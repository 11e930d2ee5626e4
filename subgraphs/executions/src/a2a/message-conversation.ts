import { createHash } from 'node:crypto';
import type { Message } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { actorOf } from '../access.ts';
import type { RunnableVersion, VersionCall } from '../accept/agent-versions.ts';
import type { ExecutionsParts } from '../context.ts';

/**
 * A context of A2A is a conversation of a conversational agent: its first message begins one, a later one goes on with it. For every other
 * agent each message stands alone.
 * @throws RequestMalformedError for a context that is not the viewer's own with this agent, whether there is one or not
 */
export async function messageConversation(
  { conversations, clock }: Pick<ExecutionsParts, 'conversations' | 'clock'>,
  { contextId, messageId }: Pick<Message, 'contextId' | 'messageId'>,
  { call: { viewer }, version }: { readonly call: Pick<VersionCall, 'viewer'>; readonly version: RunnableVersion },
): Promise<string | null> {
  const isConversational = version.spec.kind === 'CONVERSATIONAL' && viewer.permissions.includes('conversation:write');
  if (!isConversational && contextId === '') return null;
  if (!isConversational)
    throw new RequestMalformedError('Each message to this agent stands alone: send it without contextId.');
  const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
  const id = contextId !== '' ? contextId : firstIdOf([owner.tenantId, owner.ownerId, version.agentId, messageId]);
  const known = await conversations.find(owner, id);
  if (known?.agentId === version.agentId) return known.id;
  if (contextId !== '') throw new RequestMalformedError(`There is no context "${contextId}" of this agent.`);
  const facts = { id, agentId: version.agentId, title: null, at: clock.now().toISOString() };
  return (await conversations.create(owner, facts))?.id ?? null;
}

/** The same for the same message: one that is sent twice begins one conversation. */
function firstIdOf(names: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return `cnv_${hash.slice(0, 26).toUpperCase()}`;
}
