import type { ServiceName } from '@aether/schema';

/** Services whose runs call the tools of their agents: what they call stands in the chain of the run, and is bound by the agent and by no key. */
const RUN_CALLERS: readonly string[] = ['executions', 'testing'] satisfies readonly ServiceName[];

export function isRunCaller(caller: string | null): boolean {
  return caller !== null && RUN_CALLERS.includes(caller);
}
