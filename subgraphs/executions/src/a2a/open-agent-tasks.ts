import type { Logger, RequestContext, ServiceParts } from '@aether/common/service';
import type { ExecutionsParts } from '../context.ts';
import { a2aAgent } from './a2a-agent.ts';
import { AgentTasks } from './agent-tasks.ts';

/** The tasks of a published agent, for one request of any binding. */
export interface OpenTasks {
  readonly tasks: AgentTasks;
  /** Nobody reads what it streams any more. */
  readonly leave: () => void;
}

/** @throws UnauthenticatedError, ForbiddenError, AgentNotAllowedError, NotFoundError */
export async function openAgentTasks(
  parts: ExecutionsParts & Pick<ServiceParts, 'operations'>,
  { slug, context, logger }: { readonly slug: string; readonly context: RequestContext; readonly logger: Logger },
): Promise<OpenTasks> {
  const agent = await a2aAgent(parts, context, slug);
  const left = new AbortController();
  const signal = AbortSignal.any([context.signal, left.signal]);
  return { tasks: new AgentTasks(parts, { ...agent, signal, logger }), leave: () => left.abort() };
}
