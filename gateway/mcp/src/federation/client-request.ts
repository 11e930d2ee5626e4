import type { Viewer } from '@aether/common/security';
import type { RequestContext } from '@aether/common/service';
import type { Progress } from '@modelcontextprotocol/server';
import type { ToolRecord } from '../catalog/catalog.ts';

/** One request of a client. */
export interface ClientRequest {
  readonly context: RequestContext;
  readonly viewer: Viewer;
  /** Slug of the only server that is asked, under its own names; null = all, under federated names. */
  readonly server: string | null;
  readonly idempotencyKey: string | null;
  /** Signed, of the run that calls; null = no run does. */
  readonly lineage: string | null;
}

export interface FederatedCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly signal: AbortSignal;
}

/** A tool as a client sees it. */
export interface VisibleTool {
  readonly name: string;
  readonly record: Pick<ToolRecord, 'title' | 'description' | 'inputSchema' | 'outputSchema' | 'effect'>;
}
