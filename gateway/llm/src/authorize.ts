import type { Viewer } from '@aether/common/security';
import { ForbiddenError, type RequestContext, UnauthenticatedError } from '@aether/common/service';
import type { ServiceName } from '@aether/schema';

/** Services that call models in the course of work whose rights they have checked themselves. */
const WORKING_SERVICES: readonly string[] = [
  'executions',
  'memory',
  'agents',
  'testing',
] satisfies readonly ServiceName[];

/**
 * Who asks for a model. Null = a service on its own behalf: it sees the models of the platform.
 * @throws UnauthenticatedError, ForbiddenError without `model:use`
 */
export function authorizeModelUse(context: RequestContext): Viewer | null {
  if (context.caller !== null && WORKING_SERVICES.includes(context.caller)) return context.viewer;
  if (context.viewer === null) throw new UnauthenticatedError();
  if (!context.viewer.permissions.includes('model:use')) throw new ForbiddenError('model:use');
  return context.viewer;
}
