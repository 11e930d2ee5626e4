import type { DomainEvent, TenantTransaction } from '@aether/common/graph';
import { NotFoundError, requireViewer } from '@aether/common/service';
import { requireAgentToChange } from './agent-access.ts';
import type { TestingContext } from './context.ts';
import type { Cause } from './events.ts';
import { loadSuite } from './loaders.ts';
import type { TestSuiteRecord } from './test-suite.ts';

export interface SuiteChange {
  readonly transaction: TenantTransaction;
  readonly suite: TestSuiteRecord;
  readonly cause: Cause;
  tell(event: DomainEvent): void;
}

/**
 * Every write to a suite that exists: the right on its agent first, then lock, work and outbox in one transaction.
 * @throws NotFoundError | ForbiddenError
 */
export async function changeSuite<Result>(
  context: TestingContext,
  suiteId: string,
  work: (change: SuiteChange) => Promise<Result>,
): Promise<Result> {
  const { suites, database, outbox, clock } = context.parts;
  const viewer = requireViewer(context);
  const visible = await loadSuite(context, suiteId);
  if (visible === null) throw new NotFoundError('test suite', suiteId);
  await requireAgentToChange(context, visible.agentId);
  const result = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
    const told: DomainEvent[] = [];
    const suite = await suites.lockSuite(transaction, suiteId, clock.now().toISOString());
    if (suite === null) throw new NotFoundError('test suite', suiteId);
    const done = await work({
      transaction,
      suite,
      cause: { viewer, requestId: context.requestId },
      tell: (event) => told.push(event),
    });
    await outbox.append(transaction, told);
    return done;
  });
  outbox.ring();
  return result;
}
