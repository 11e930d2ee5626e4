import { tenantStatement } from '@aether/common/graph';

const NOW = 'timestamp()';

export const SHARED_SLICES = tenantStatement(
  'executions.shared-budget-slices',
  `MATCH (s:BudgetSlice {tenantId: $tenantId, sharedId: $sharedId})
   RETURN s.budgetId AS budgetId, s.periodKey AS periodKey ORDER BY budgetId`,
);

/** All of it is held: its process tells only afterwards what it spends, so what it does not live to tell counts at its most. */
export const WRITE_SHARED_SLICE = tenantStatement(
  'executions.write-shared-budget-slice',
  `MERGE (s:BudgetSlice {tenantId: $tenantId, id: $id})
   ON CREATE SET s.budgetId = $budgetId, s.sharedId = $sharedId, s.periodKey = $periodKey, s.version = 0
   SET s.amount = $amount, s.used = $used, s.held = $amount - $used, s.expiresAtMs = ${NOW} + $lifeMs
   RETURN s.id AS id`,
);

/** What slices have used only grows, so a batch that comes late or twice changes nothing. */
export const MARK_SHARED_SLICES = tenantStatement(
  'executions.mark-shared-budget-slices',
  `UNWIND $marks AS mark
   MATCH (s:BudgetSlice {tenantId: $tenantId, sharedId: mark.id}) WHERE s.expiresAtMs >= ${NOW}
   SET s.expiresAtMs = ${NOW} + $lifeMs
   FOREACH (_ IN CASE WHEN s.used < mark.used THEN [1] ELSE [] END |
     SET s.used = mark.used, s.held = CASE WHEN s.amount > mark.used THEN s.amount - mark.used ELSE 0 END)
   RETURN DISTINCT mark.id AS id`,
);

export const WRITE_CALLS = tenantStatement(
  'executions.write-model-calls',
  `UNWIND $rows AS row
   MERGE (u:UsageEntry {tenantId: $tenantId, callId: row.callId})
   ON CREATE SET u += row
   RETURN count(u) AS recorded`,
);
