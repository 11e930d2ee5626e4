import { ForbiddenError } from './errors.ts';
import { PUBLIC, type PermissionRule, SERVICE_ONLY, SIGNED_IN } from './permission.ts';
import type { RequestContext } from './request-context.ts';
import { requireViewer } from './require-viewer.ts';

/**
 * @throws UnauthenticatedError when the rule needs a viewer and there is none
 * @throws ForbiddenError when the viewer's role and key scopes lack the permission
 */
export function enforcePermission(rule: PermissionRule, context: RequestContext): void {
  if (rule === PUBLIC) return;
  if (rule === SERVICE_ONLY) {
    if (context.caller === null)
      throw new ForbiddenError(SERVICE_ONLY, { reason: 'This operation is for services of Aether only.' });
    return;
  }
  const viewer = requireViewer(context);
  if (rule !== SIGNED_IN && !viewer.permissions.includes(rule)) throw new ForbiddenError(rule, { viewer });
}
