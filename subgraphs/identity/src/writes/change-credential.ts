import { NotFoundError, requireViewer } from '@aether/common/service';
import { causeOf, type IdentityContext } from '../context.ts';
import { type CredentialRecord, mayChange } from '../credential.ts';
import type { Change } from '../db/identity-changes.ts';
import { NotYoursError } from '../errors.ts';

/**
 * A write to a credential that exists: lock, look, right, work.
 * @throws NotFoundError when the viewer sees no such credential
 * @throws NotYoursError when it is somebody else's
 */
export function changeCredential<Result>(
  context: IdentityContext,
  id: string,
  work: (change: Change, before: CredentialRecord) => Promise<Result>,
  isAllowed: typeof mayChange = mayChange,
): Promise<Result> {
  const viewer = requireViewer(context);
  return context.parts.changes.change(causeOf(context), async (change) => {
    const before = await context.parts.credentials.locked(change, viewer, id);
    if (before === null) throw new NotFoundError('credential', id);
    if (!isAllowed(before, viewer)) throw new NotYoursError('credential', 'credential:manage');
    return work(change, before);
  });
}
