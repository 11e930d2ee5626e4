import type { RequestContext } from '@aether/common/service';
import type { ServiceName } from '@aether/schema';
import type { ClientRequest } from './client-request.ts';

/** Services whose runs call the tools of their agents: the limits of a key bound what its holder calls, not what an agent does. */
const RUN_AGENTS: readonly string[] = ['executions', 'testing'] satisfies readonly ServiceName[];

/** Patterns of the tools that a request may see and call; none = all that its viewer may use. */
export function allowedTools({ viewer, context }: Pick<ClientRequest, 'viewer'> & { readonly context: Pick<RequestContext, 'caller'> }): readonly string[] {
  if (context.caller !== null && RUN_AGENTS.includes(context.caller)) return [];
  return viewer.apiKey?.tools ?? [];
}
