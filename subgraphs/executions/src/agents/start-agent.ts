import { PlatformError, ValidationError } from '@aether/common/service';
import type { VersionCall } from '../accept/agent-versions.ts';
import type { RunSource } from '../accept/accept-run.ts';
import { runAgent } from '../accept/run-agent.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionPriority, ExecutionRecord } from '../db/records.ts';

export interface AgentStart {
  readonly slug: string;
  readonly input: unknown;
  readonly context: unknown;
  readonly conversationId?: string | null;
  readonly idempotencyKey: string;
  readonly priority?: ExecutionPriority;
}

/** Accepts a run of a published agent for a caller of another protocol. @throws ValidationError for an input that does not fit */
export async function startAgent(
  parts: ExecutionsParts,
  start: AgentStart,
  call: VersionCall,
  source: RunSource,
): Promise<ExecutionRecord> {
  const outcome = await runAgent(parts, start, call, source);
  if ('execution' in outcome) return outcome.execution;
  const [problem] = outcome.problems;
  const path = problem?.path.slice(2) ?? [];
  throw new ValidationError(path, 'what the input schema of the agent asks for', problem?.message ?? 'something else');
}

/** What a caller reads of a failure; what has no code of ours is masked. */
export function toldFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof PlatformError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' };
}
