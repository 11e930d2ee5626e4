import type { Viewer } from '@aether/common/security';

/** What one client request carries through planning and fetching. A plain record: data sources turn it into service headers. */
export interface GatewayContext {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
}
