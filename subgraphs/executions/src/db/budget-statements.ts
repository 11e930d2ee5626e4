import { batchStatement, tenantStatement } from '@aether/common/graph';

const NOW = 'timestamp()';

export const BUDGETS = tenantStatement(
  'executions.budgets',
  `MATCH (b:Budget {tenantId: $tenantId}) RETURN properties(b) AS budget ORDER BY b.id`,
);

/** The key names scope, subject and period: a subject has one budget for each period. */
export const SET_BUDGET = tenantStatement(
  'executions.set-budget',
  `MERGE (b:Budget {tenantId: $tenantId, key: $key})
   ON CREATE SET b.id = $id, b.spent = 0, b.periodKey = '', b.createdAt = $at
   SET b += $settings, b.updatedAt = $at
   RETURN properties(b) AS budget`,
);

export const DELETE_BUDGET = tenantStatement(
  'executions.delete-budget',
  `MATCH (b:Budget {tenantId: $tenantId, id: $id})
   WITH b, properties(b) AS budget
   OPTIONAL MATCH (s:BudgetSlice {tenantId: $tenantId, budgetId: $id})
   WITH b, budget, collect(s) AS slices
   FOREACH (s IN slices | DELETE s)
   DELETE b RETURN budget`,
);

/** The lock of everything that moves money between a budget and its slices. */
export const LOCK_BUDGET = tenantStatement(
  'executions.lock-budget',
  `MATCH (b:Budget {tenantId: $tenantId, id: $id}) SET b.lock = $nonce
   RETURN properties(b) AS budget, ${NOW} AS nowMs`,
);

export const SLICES = tenantStatement(
  'executions.budget-slices',
  `MATCH (s:BudgetSlice {tenantId: $tenantId}) WHERE s.budgetId IN $budgetIds
   RETURN properties(s) AS slice, ${NOW} AS nowMs`,
);

export const SETTLE_BUDGET = tenantStatement(
  'executions.settle-budget',
  `MATCH (b:Budget {tenantId: $tenantId, id: $id}) SET b.spent = $spent, b.periodKey = $periodKey
   WITH b OPTIONAL MATCH (s:BudgetSlice {tenantId: $tenantId, budgetId: $id}) WHERE s.id IN $gone
   WITH b, collect(s) AS gone
   FOREACH (s IN gone | DELETE s)
   RETURN b.id AS id`,
);

export const WRITE_SLICE = tenantStatement(
  'executions.write-budget-slice',
  `MERGE (s:BudgetSlice {tenantId: $tenantId, id: $id})
   ON CREATE SET s.budgetId = $budgetId, s.periodKey = $periodKey, s.version = 0
   SET s.amount = $amount, s.expiresAtMs = ${NOW} + $lifeMs
   FOREACH (_ IN CASE WHEN s.version < $version THEN [1] ELSE [] END |
     SET s.used = $used, s.held = $held, s.version = $version)
   RETURN s.id AS id`,
);

export const RENEW_SLICES = batchStatement(
  'executions.renew-budget-slices',
  `UNWIND $rows AS row
   MATCH (s:BudgetSlice {tenantId: row.tenantId, id: row.id}) WHERE s.expiresAtMs >= ${NOW}
   SET s.expiresAtMs = ${NOW} + $lifeMs
   FOREACH (_ IN CASE WHEN s.version < row.version THEN [1] ELSE [] END |
     SET s.used = row.used, s.held = row.held, s.version = row.version)
   RETURN s.id AS id`,
);
