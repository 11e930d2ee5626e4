import type { Viewer } from '@aether/common/security';

/** In whose name something goes out, for which agent, and because of what: a run, or a request outside of runs. */
export interface EgressCause {
  readonly tenantId: string;
  readonly agentId: string;
  readonly runAs: Viewer;
  /** Whether the agent is that person's own: only then what is private to them goes with it. */
  readonly ownsAgent: boolean;
  /** Of the run, else of the request. */
  readonly executionId: string;
  readonly traceparent: string | null;
}

/** One use of an address that an agent names. */
export interface EgressUse {
  readonly run: EgressCause;
  /** Name of the credential that is added when a request leaves; null = none. */
  readonly credential: string | null;
  /** Header of an API key. @default x-api-key */
  readonly credentialHeader?: string;
  /** Of one answer. */
  readonly maximumBytes: number;
  /** Of the whole exchange. */
  readonly timeoutMs: number;
}

/** The way out to addresses that agents name. */
export interface Egress {
  /**
   * A fetch that connects to public addresses only, each redirect checked. It adds the credential itself, so that no secret is ever part of a
   * run. It never retries.
   * @throws PlatformError with code ADDRESS_REFUSED, CREDENTIAL_UNREADABLE, CREDENTIAL_SCOPE or ENDPOINT_UNAVAILABLE when nothing was sent
   * @throws PlatformError with code ENDPOINT_INTERRUPTED, ENDPOINT_TIMEOUT or ENDPOINT_ANSWER_TOO_LARGE when something may have been
   */
  open(use: EgressUse): typeof fetch;
}
