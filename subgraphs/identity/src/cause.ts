/** Who caused a write, and from where: it stands in the audit log. */
export interface Cause {
  readonly tenantId: string;
  /** A person or a service account; null = the system. */
  readonly actorId: string | null;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
}

/** The operator, who is nobody of the tenant. */
export function systemCause(tenantId: string): Cause {
  return { tenantId, actorId: null, requestId: null, ipAddress: null };
}
