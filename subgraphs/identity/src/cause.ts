/** Who caused a write, and from where: it stands in the audit log. */
export interface Cause {
  readonly tenantId: string;
  /** A person or a service account; null = the system. */
  readonly actorId: string | null;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
}
