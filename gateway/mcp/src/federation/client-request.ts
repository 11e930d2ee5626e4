import type { Viewer } from '@aether/common/security';
import type { RequestContext } from '@aether/common/service';
import type { Progress } from '@modelcontextprotocol/server';
import type { ToolRecord } from '../catalog/catalog.ts';
import type { ServerLog } from '../upstream/exchange.ts';
import type { CallerInput } from './caller-input.ts';

/** One request of a client. */
export interface ClientRequest {
  readonly context: RequestContext;
  readonly viewer: Viewer;
  /** Slug of the only server that is asked, under its own names; null = all, under federated names. */
  readonly server: string | null;
  /** A long list of tools is wanted as it is, instead of what finds them. */
  readonly wholeList: boolean;
  readonly idempotencyKey: string | null;
  /** Signed, of the run that calls; null = no run does. */
  readonly lineage: string | null;
  /** Tenant, viewer and session: what a client of an older revision has said in earlier requests is found by it. */
  readonly scope: string;
}

/** What stays the same of a request while it is under way, whatever it asks for. */
export interface RunningRequest {
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly onLog: ((log: ServerLog) => void) | null;
  readonly input: CallerInput;
  readonly signal: AbortSignal;
}

export interface FederatedCall extends RunningRequest {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

/** A tool as a client sees it. */
export interface VisibleTool {
  readonly name: string;
  readonly record: Pick<ToolRecord, 'title' | 'description' | 'inputSchema' | 'outputSchema' | 'effect'>;
}
