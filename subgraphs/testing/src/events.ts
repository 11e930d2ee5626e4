import type { DomainEvent } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { AuditFacts, DomainEventType } from '@aether/schema';
import type { ComparisonRecord } from './comparison.ts';
import type { TestSuiteRecord } from './test-suite.ts';

/** Who caused an event. */
export interface Cause {
  readonly viewer: Viewer;
  readonly requestId: string;
}

function ofSuite(
  { viewer, requestId }: Cause,
  type: DomainEventType,
  suite: TestSuiteRecord,
  facts: Omit<AuditFacts, 'objectType'>,
): DomainEvent {
  const audit: AuditFacts = { objectType: 'TestSuite', ...facts };
  const actorId = viewer.userId ?? viewer.serviceAccountId;
  return {
    type,
    subject: suite.id,
    data: { suiteId: suite.id, agentId: suite.agentId, gate: suite.gate, audit },
    actorId,
    requestId,
  };
}

function ofComparison(
  { viewer, requestId }: Cause,
  type: DomainEventType,
  comparison: ComparisonRecord,
  facts: Omit<AuditFacts, 'objectType'>,
): DomainEvent {
  const { id, agentId, draftRevision, budget, variants, cases } = comparison;
  const audit: AuditFacts = { objectType: 'Comparison', ...facts };
  const data = {
    comparisonId: id,
    agentId,
    draftRevision,
    budget,
    variants: variants.length,
    cases: cases.length,
    audit,
  };
  return { type, subject: id, data, actorId: viewer.userId ?? viewer.serviceAccountId, requestId };
}

/** What happened in this service, as outbox events. */
export const events = {
  suiteCreated: (cause: Cause, suite: TestSuiteRecord): DomainEvent =>
    ofSuite(cause, 'aether.test-suite.created', suite, { action: 'test-suite.create', after: suite }),

  suiteUpdated: (cause: Cause, before: TestSuiteRecord, after: TestSuiteRecord): DomainEvent =>
    ofSuite(cause, 'aether.test-suite.updated', after, { action: 'test-suite.update', before, after }),

  /** Cases are part of what a suite demands: adding, changing and removing one is a change of the suite. */
  caseChanged: (
    cause: Cause,
    suite: TestSuiteRecord,
    change: { readonly action: 'add' | 'update' | 'remove'; readonly caseId: string },
  ): DomainEvent =>
    ofSuite(cause, 'aether.test-suite.updated', suite, {
      action: `test-case.${change.action}`,
      after: { caseId: change.caseId },
    }),

  suiteDeleted: (cause: Cause, suite: TestSuiteRecord): DomainEvent =>
    ofSuite(cause, 'aether.test-suite.deleted', suite, { action: 'test-suite.delete', before: suite }),

  comparisonCreated: (cause: Cause, comparison: ComparisonRecord): DomainEvent =>
    ofComparison(cause, 'aether.comparison.created', comparison, { action: 'comparison.create' }),

  comparisonStarted: (cause: Cause, comparison: ComparisonRecord, cells: number): DomainEvent =>
    ofComparison(cause, 'aether.comparison.started', comparison, { action: 'comparison.run', after: { cells } }),

  comparisonStopped: (cause: Cause, comparison: ComparisonRecord): DomainEvent =>
    ofComparison(cause, 'aether.comparison.stopped', comparison, { action: 'comparison.stop' }),

  variantPromoted: (
    cause: Cause,
    comparison: ComparisonRecord,
    change: { readonly variantId: string; readonly revision: number },
  ): DomainEvent =>
    ofComparison(cause, 'aether.comparison.promoted', comparison, { action: 'comparison.promote', after: change }),
} as const;
