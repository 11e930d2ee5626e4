import { type Connection, ForbiddenError, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import type { IdentityContext } from '../context.ts';
import type { UserQuery } from '../db/people-reader.ts';
import type { UserRecord } from '../user.ts';

/** A page of people by name. Also behind departments and teams, where a key without `user:read` must not find them. */
export async function userPage(
  context: IdentityContext,
  query: UserQuery,
  paging: { readonly first: number; readonly after?: string | null },
): Promise<Connection<UserRecord>> {
  const viewer = requireViewer(context);
  if (!viewer.permissions.includes('user:read')) throw new ForbiddenError('user:read', { viewer });
  const page = pageRequest(paging);
  const seesEmail = viewer.permissions.includes('user:manage');
  const users = await context.parts.people.userPage(viewer.tenantId, { ...query, seesEmail }, page);
  return toConnection(users, page, (user) => [user.name.toLowerCase(), user.id]);
}
