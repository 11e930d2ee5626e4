import type { AgentCard } from '@a2a-js/sdk';
import { ForbiddenError, NotFoundError, type RequestContext, requireViewer } from '@aether/common/service';
import type { ServiceParts } from '@aether/common/service';
import { AgentProfileDocument } from '@aether/schema/internal/agents';
import type { RunnableVersion, VersionCall } from '../accept/agent-versions.ts';
import type { ExecutionsParts } from '../context.ts';
import { agentCard } from './agent-card.ts';

export interface A2aAgent {
  readonly call: VersionCall;
  readonly version: RunnableVersion;
  readonly card: AgentCard;
}

/**
 * The published agent that a request of another agent means.
 * @throws UnauthenticatedError, ForbiddenError, AgentNotAllowedError, NotFoundError
 */
export async function a2aAgent(
  parts: ExecutionsParts & Pick<ServiceParts, 'operations'>,
  context: RequestContext,
  slug: string,
): Promise<A2aAgent> {
  const viewer = requireViewer(context);
  if (!viewer.permissions.includes('agent:run')) throw new ForbiddenError('agent:run', { viewer });
  const { requestId, traceparent } = context;
  parts.allowedAgents.require(viewer, slug, requestId);
  const call = { viewer, requestId, traceparent };
  const [version, { agent }] = await Promise.all([
    parts.agentVersions.forRun({ id: null, agentId: null, slug, draftRevision: null }, call),
    parts.operations.call(AgentProfileDocument, { slug }, { onBehalfOf: viewer, requestId, traceparent }),
  ]);
  if (agent === null) throw new NotFoundError('agent', slug);
  const { publicUrl } = parts.config;
  const card = agentCard(agent, version, { publicUrl, pushNotifications: parts.pushConfigs !== null });
  return { call, version, card };
}
