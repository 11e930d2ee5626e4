/** On the live bus: the model catalog of a tenant changed or was first made. Carries `{ tenantId }`; a lost message costs the gateways one refresh. */
export const CATALOG_CHANNEL = 'agents.catalog-changed';

/** On the live bus: budgets of a tenant changed. Carries `{ tenantId }`; a lost message is made good within seconds. */
export const BUDGETS_CHANNEL = 'executions.budgets-changed';

/** Among LLM gateways, on the live bus: what calls to providers came to. A lost message is made good by the next call. */
export const LLM_HEALTH_CHANNEL = 'llm-gateway.health';

/**
 * On the live bus: a session, key, role or person changed, so remembered answers of `authenticate` are void, or a person's own account at a tool
 * server did, so connections with it end. Carries `{ tenantId, userIds }`: of whom; no ids = it may be anybody of the tenant.
 */
export const REVOCATION_CHANNEL = 'identity.revoked';

/**
 * Told by whoever knows for certain that the caller of a request has left: the edge, a gateway that was asked to cancel, the worker of a run
 * that ended. A connection between services that merely ends says nothing of the kind: perhaps a server in between stopped.
 * @param requestId of the request as all services pass it on; for the calls of a run, the id of the run
 */
export function callerLeftChannel(requestId: string): string {
  return `caller-left:${requestId}`;
}
