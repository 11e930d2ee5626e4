import type { Viewer } from '@aether/common/security';
import { ForbiddenError, type RequestContext, UnauthenticatedError } from '@aether/common/service';
import type { ServiceName } from '@aether/schema';

/**
 * Services that call tools in the course of work whose rights they have checked themselves. Executions is none of them: a run lives long, and
 * its person may lose the right meanwhile.
 */
const WORKING_SERVICES: readonly string[] = ['agents', 'testing'] satisfies readonly ServiceName[];

/**
 * Whose tools are asked for. A tool always belongs to a tenant, so there is no call without a viewer.
 * @throws UnauthenticatedError, ForbiddenError without `tool:use`
 */
export function authorizeToolUse(context: RequestContext): Viewer {
  if (context.viewer === null) throw new UnauthenticatedError();
  const trusted = context.caller !== null && WORKING_SERVICES.includes(context.caller);
  if (!trusted && !context.viewer.permissions.includes('tool:use'))
    throw new ForbiddenError('tool:use', { viewer: context.viewer });
  return context.viewer;
}
