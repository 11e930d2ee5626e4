import type { Migrations } from '@aether/common/graph';

/** Keys, and one index for each list and each question of the reconciler. */
export const executionMigrations: Migrations = {
  owner: 'executions',
  steps: [
    {
      version: 1,
      name: 'executions, steps, events, workers, conversations',
      statements: [
        'CREATE CONSTRAINT execution_id IF NOT EXISTS FOR (e:Execution) REQUIRE e.id IS UNIQUE',
        'CREATE CONSTRAINT execution_event_seq IF NOT EXISTS FOR (v:ExecutionEvent) REQUIRE (v.executionId, v.seq) IS UNIQUE',
        'CREATE CONSTRAINT step_key IF NOT EXISTS FOR (s:Step) REQUIRE (s.executionId, s.key) IS UNIQUE',
        'CREATE CONSTRAINT worker_id IF NOT EXISTS FOR (w:Worker) REQUIRE w.id IS UNIQUE',
        'CREATE CONSTRAINT conversation_id IF NOT EXISTS FOR (c:Conversation) REQUIRE c.id IS UNIQUE',
        'CREATE CONSTRAINT message_position IF NOT EXISTS FOR (m:Message) REQUIRE (m.conversationId, m.position) IS UNIQUE',
        'CREATE CONSTRAINT usage_entry_key IF NOT EXISTS FOR (u:UsageEntry) REQUIRE (u.stepId, u.attempt) IS UNIQUE',
        'CREATE CONSTRAINT pinned_text_hash IF NOT EXISTS FOR (p:PinnedText) REQUIRE (p.tenantId, p.hash) IS UNIQUE',
        // Lists: newest first. A composite index serves only queries with a predicate on each of its properties.
        'CREATE INDEX execution_by_tenant IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.createdAt)',
        'CREATE INDEX execution_by_starter IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.startedById, e.createdAt)',
        'CREATE INDEX execution_by_agent IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.agentId, e.createdAt)',
        'CREATE INDEX execution_by_turn IF NOT EXISTS FOR (e:Execution) ON (e.conversationId, e.turn)',
        'CREATE INDEX conversation_by_owner IF NOT EXISTS FOR (c:Conversation) ON (c.tenantId, c.ownerId, c.updatedAt)',
        // Workers and the reconciler. `notBeforeMs` and `overdueAtMs` are removed at the end, so ended executions cost nothing here.
        'CREATE INDEX execution_due IF NOT EXISTS FOR (e:Execution) ON (e.queue, e.status, e.priority, e.notBeforeMs)',
        'CREATE INDEX execution_overdue IF NOT EXISTS FOR (e:Execution) ON (e.overdueAtMs)',
        'CREATE INDEX worker_lease IF NOT EXISTS FOR (w:Worker) ON (w.leaseUntilMs)',
      ],
    },
    {
      version: 2,
      name: 'runs that listings show',
      statements: ['CREATE INDEX execution_by_listing IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.listingId)'],
    },
    {
      version: 3,
      name: 'triggers and deliveries',
      statements: [
        'CREATE CONSTRAINT trigger_id IF NOT EXISTS FOR (t:Trigger) REQUIRE t.id IS UNIQUE',
        'CREATE CONSTRAINT delivery_id IF NOT EXISTS FOR (d:Delivery) REQUIRE d.id IS UNIQUE',
        'CREATE INDEX trigger_by_tenant IF NOT EXISTS FOR (t:Trigger) ON (t.tenantId, t.id)',
        'CREATE INDEX delivery_by_trigger IF NOT EXISTS FOR (d:Delivery) ON (d.triggerId, d.id)',
        // Removed when the run is started: only what waits is in it.
        'CREATE INDEX delivery_due IF NOT EXISTS FOR (d:Delivery) ON (d.dueAtMs)',
      ],
    },
    {
      version: 4,
      name: 'approvals',
      statements: [
        'CREATE CONSTRAINT approval_id IF NOT EXISTS FOR (a:Approval) REQUIRE a.id IS UNIQUE',
        'CREATE INDEX approval_by_execution IF NOT EXISTS FOR (a:Approval) ON (a.executionId, a.status)',
        'CREATE INDEX approval_by_status IF NOT EXISTS FOR (a:Approval) ON (a.tenantId, a.status, a.createdAt)',
      ],
    },
    {
      version: 5,
      name: 'executions on a cluster',
      statements: [
        'CREATE INDEX execution_workflow IF NOT EXISTS FOR (e:Execution) ON (e.workflow)',
        'CREATE INDEX execution_workflow_state IF NOT EXISTS FOR (e:Execution) ON (e.workflowState)',
      ],
    },
    {
      version: 6,
      name: 'runs that runs call',
      statements: [
        'CREATE INDEX execution_by_parent IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.parentId, e.createdAt)',
        'CREATE INDEX execution_by_root IF NOT EXISTS FOR (e:Execution) ON (e.tenantId, e.rootId)',
        // Removed when its caller has ended and counted it: only what somebody must look after is in it.
        'CREATE INDEX execution_due_parent IF NOT EXISTS FOR (e:Execution) ON (e.dueParentId)',
      ],
    },
    {
      version: 7,
      name: 'retention',
      statements: [
        'CREATE INDEX execution_log_content IF NOT EXISTS FOR (e:ExecutionLog) ON (e.queue, e.content, e.endedAt)',
        'CREATE INDEX delivery_received IF NOT EXISTS FOR (d:Delivery) ON (d.receivedAt)',
      ],
    },
    {
      version: 8,
      name: 'content of runs that ended before retention',
      statements: [
        // Runs that ended before their content was written down have all of it.
        "MATCH (e:ExecutionLog) WHERE e.content IS NULL SET e.content = 'DEP'",
      ],
    },
    {
      version: 9,
      name: 'budgets',
      statements: [
        'CREATE CONSTRAINT budget_id IF NOT EXISTS FOR (b:Budget) REQUIRE b.id IS UNIQUE',
        'CREATE CONSTRAINT budget_key IF NOT EXISTS FOR (b:Budget) REQUIRE (b.tenantId, b.key) IS UNIQUE',
        'CREATE CONSTRAINT budget_slice_id IF NOT EXISTS FOR (s:BudgetSlice) REQUIRE s.id IS UNIQUE',
        'CREATE INDEX budget_slice_by_budget IF NOT EXISTS FOR (s:BudgetSlice) ON (s.budgetId)',
      ],
    },
    {
      version: 10,
      name: 'artifacts',
      statements: [
        'CREATE CONSTRAINT artifact_id IF NOT EXISTS FOR (a:Artifact) REQUIRE a.id IS UNIQUE',
        'CREATE CONSTRAINT artifact_step IF NOT EXISTS FOR (a:Artifact) REQUIRE (a.executionId, a.stepKey) IS UNIQUE',
        'CREATE CONSTRAINT artifact_series IF NOT EXISTS FOR (h:ArtifactSeries) REQUIRE (h.tenantId, h.series, h.name) IS UNIQUE',
        'CREATE INDEX artifact_by_tenant IF NOT EXISTS FOR (a:Artifact) ON (a.tenantId, a.id)',
        'CREATE INDEX artifact_by_series IF NOT EXISTS FOR (a:Artifact) ON (a.series, a.name)',
        'CREATE INDEX artifact_created IF NOT EXISTS FOR (a:Artifact) ON (a.createdAt)',
      ],
    },
    {
      version: 11,
      name: 'probes of agents',
      statements: [
        'CREATE CONSTRAINT agent_probe IF NOT EXISTS FOR (p:AgentProbe) REQUIRE (p.tenantId, p.agentId) IS UNIQUE',
      ],
    },
    {
      version: 12,
      name: 'runs that wait for a signal',
      statements: [
        // Only steps that wait or waited for one have the property.
        'CREATE INDEX step_by_signal IF NOT EXISTS FOR (s:Step) ON (s.tenantId, s.signal)',
      ],
    },
    {
      version: 13,
      name: 'calls of models outside of runs',
      statements: [
        // Only such calls have the property: entries of runs cost nothing here.
        'CREATE CONSTRAINT usage_entry_call IF NOT EXISTS FOR (u:UsageEntry) REQUIRE (u.tenantId, u.callId) IS UNIQUE',
        'CREATE INDEX usage_entry_by_time IF NOT EXISTS FOR (u:UsageEntry) ON (u.tenantId, u.at)',
        'CREATE INDEX budget_slice_shared IF NOT EXISTS FOR (s:BudgetSlice) ON (s.sharedId)',
      ],
    },
    {
      version: 14,
      name: 'push notifications of A2A',
      statements: [
        'CREATE CONSTRAINT push_notification_config_id IF NOT EXISTS FOR (c:PushNotificationConfig) REQUIRE c.id IS UNIQUE',
        'CREATE CONSTRAINT push_notification_config_key IF NOT EXISTS FOR (c:PushNotificationConfig) REQUIRE (c.tenantId, c.taskId, c.configId) IS UNIQUE',
        // Removed at the end: only what may have something left to tell is in it.
        'CREATE INDEX push_notification_config_due IF NOT EXISTS FOR (c:PushNotificationConfig) ON (c.queue, c.dueAtMs)',
        'CREATE INDEX push_notification_config_ended IF NOT EXISTS FOR (c:PushNotificationConfig) ON (c.endedAt)',
      ],
    },
  ],
};
