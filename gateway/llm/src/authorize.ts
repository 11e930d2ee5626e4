import type { Viewer } from '@aether/common/security';
import {
  ForbiddenError,
  INTERACTIVE_HEADER,
  OWN_KEY_ONLY_HEADER,
  type RequestContext,
  UnauthenticatedError,
} from '@aether/common/service';
import type { ServiceName } from '@aether/schema';

/** Services that call models in the course of work whose rights they have checked themselves. */
const WORKING_SERVICES: readonly string[] = [
  'executions',
  'memory',
  'agents',
  'testing',
] satisfies readonly ServiceName[];

/** Whether the caller is one of them: it also keeps the books of what it asks. */
export function isWorkingService(caller: string | null): boolean {
  return caller !== null && WORKING_SERVICES.includes(caller);
}

/**
 * Whether a person waits for this: their own keys are for nothing else. What a service does in their name is so only when it
 * says it in a header; what they ask for themselves is without one.
 */
export function isInteractive({
  context,
  request,
}: {
  readonly context: Pick<RequestContext, 'caller'>;
  readonly request: Pick<Request, 'headers'>;
}): boolean {
  return !isWorkingService(context.caller) || request.headers.get(INTERACTIVE_HEADER) === 'true';
}

/** Whether the organization's money is out of the question for this call: a run has reserved none. */
export function isOwnKeyOnly({ headers }: Pick<Request, 'headers'>): boolean {
  return headers.get(OWN_KEY_ONLY_HEADER) === 'true';
}

/**
 * Who asks for a model, with the limits of the API key that was sent to us. Null = a service on its own behalf: it sees the models of the platform.
 * @throws UnauthenticatedError, ForbiddenError without `model:use`
 */
export function authorizeModelUse(context: RequestContext): Viewer | null {
  if (isWorkingService(context.caller)) return context.viewer === null ? null : withoutKey(context.viewer);
  if (context.viewer === null) throw new UnauthenticatedError();
  if (!context.viewer.permissions.includes('model:use'))
    throw new ForbiddenError('model:use', { viewer: context.viewer });
  return context.viewer;
}

/** A key says which models its holder may name. What an agent needs for its work is the agent's matter: the key may name the agent. */
function withoutKey(viewer: Viewer): Viewer {
  return { ...viewer, apiKey: undefined };
}
