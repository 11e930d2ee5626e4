import { requireViewer } from '@aether/common/service';
import { loadAgentAccess } from './agent-access.ts';
import type { CellRecord, ComparisonRecord } from './comparison.ts';
import type { TestingContext } from './context.ts';
import type { TestCaseRecord, TestSuiteRecord } from './test-suite.ts';

/** A suite whose agent the viewer sees; null also for an unknown one. */
export async function loadSuite(context: TestingContext, id: string): Promise<TestSuiteRecord | null> {
  const { tenantId } = requireViewer(context);
  const loader = context.loaders.loader<string, TestSuiteRecord | null>('suite', async (ids) => {
    const byId = new Map((await context.parts.suites.suitesByIds(tenantId, ids)).map((suite) => [suite.id, suite]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  const suite = await loader.load(id);
  return suite !== null && (await loadAgentAccess(context, suite.agentId)) !== null ? suite : null;
}

/** A case of a suite whose agent the viewer sees; null also for an unknown one. */
export async function loadCase(context: TestingContext, id: string): Promise<TestCaseRecord | null> {
  const { tenantId } = requireViewer(context);
  const loader = context.loaders.loader<string, TestCaseRecord | null>('case', async (ids) => {
    const byId = new Map((await context.parts.suites.casesByIds(tenantId, ids)).map((each) => [each.id, each]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  const found = await loader.load(id);
  return found !== null && (await loadSuite(context, found.suiteId)) !== null ? found : null;
}

/** Number of cases of a suite that was found before. */
export function loadCaseCount(context: TestingContext, suiteId: string): Promise<number> {
  const { tenantId } = requireViewer(context);
  const loader = context.loaders.loader<string, number>('case-count', async (ids) => {
    const counts = await context.parts.suites.countCases(tenantId, ids);
    return ids.map((wanted) => counts.get(wanted) ?? 0);
  });
  return loader.load(suiteId);
}

/** A comparison whose agent the viewer sees; null also for an unknown one. */
export async function loadComparison(context: TestingContext, id: string): Promise<ComparisonRecord | null> {
  const { tenantId } = requireViewer(context);
  const loader = context.loaders.loader<string, ComparisonRecord | null>('comparison', async (ids) => {
    const found = await context.parts.comparisons.byIds(tenantId, ids);
    const byId = new Map(found.map((comparison) => [comparison.id, comparison]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  });
  const comparison = await loader.load(id);
  return comparison !== null && (await loadAgentAccess(context, comparison.agentId)) !== null ? comparison : null;
}

/** All cells of a comparison that was found before, by case and variant. */
export function loadCells(context: TestingContext, comparisonId: string): Promise<readonly CellRecord[]> {
  const { tenantId } = requireViewer(context);
  const loader = context.loaders.loader<string, readonly CellRecord[]>('cells', async (ids) => {
    const cells = Map.groupBy(await context.parts.comparisons.cellsOf(tenantId, ids), (cell) => cell.comparisonId);
    return ids.map((wanted) => cells.get(wanted) ?? []);
  });
  return loader.load(comparisonId);
}
