import type { InternalTokens, Viewer } from '@aether/common/security';
import { ForbiddenError, LINEAGE_HEADER, type RequestContext, requireViewer } from '@aether/common/service';
import type { RunSource } from '../accept/accept-run.ts';
import type { ExecutionOrigin } from '../db/records.ts';

/** The services that offer agents over their protocols; nobody else may ask here. */
const GATEWAYS: readonly string[] = ['llm-gateway', 'mcp-gateway'];

/** A request for agents over another protocol, authorized. */
export interface AgentCaller {
  readonly viewer: Viewer;
  readonly source: RunSource;
}

/**
 * Who asks for an agent, and which run made them.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function agentCaller(
  request: Request,
  context: RequestContext,
  tokens: InternalTokens,
  origin: ExecutionOrigin,
): AgentCaller {
  const viewer = requireViewer(context);
  if (context.caller === null || !GATEWAYS.includes(context.caller) || !viewer.permissions.includes('agent:run'))
    throw new ForbiddenError('agent:run');
  const signed = request.headers.get(LINEAGE_HEADER);
  const lineage = signed === null ? null : tokens.verifyLineage(signed);
  // A lineage of another tenant cannot come by itself; whoever brings one has mixed up two requests.
  if (lineage !== null && lineage.tenantId !== viewer.tenantId) throw new ForbiddenError('agent:run');
  return { viewer, source: { origin, lineage } };
}
