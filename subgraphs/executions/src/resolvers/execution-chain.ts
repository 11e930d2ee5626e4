import { pageRequest, requireViewer, rowsOfPage, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { cheaperModel } from '../analysis/cheaper-model.ts';
import { comparedModels } from '../analysis/compared-models.ts';
import { type ChainSummary, criticalPath, summarizeChain } from '../chain-summary.ts';
import type { ExecutionsContext } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { StepRecord } from '../db/step-records.ts';
import { isEnded } from '../execution.ts';
import type { OpportunityFacts } from '../opportunities.ts';
import { knownCost } from '../known-cost.ts';
import { isCall } from '../step.ts';
import { ExecutionChain } from '../types/execution-chain.ts';
import { ExecutionStepConnection } from '../types/execution-step.ts';
import { ExecutionSummary } from '../types/execution-summary.ts';
import { StepFilter } from '../types/step-filter.ts';
import { toStep } from '../types/to-step.ts';

/** Steps and summary of one execution share one read in a request. */
function outlineOf(context: ExecutionsContext, { tenantId, id }: ExecutionRecord): Promise<readonly StepRecord[]> {
  const loader = context.loaders.loader<string, readonly StepRecord[]>(`outline-${tenantId}`, (ids) =>
    Promise.all(ids.map((executionId) => context.parts.reader.outline(tenantId, executionId))),
  );
  return loader.load(id);
}

function matches(filter: StepFilter, path: ReadonlySet<string> | null): (step: StepRecord) => boolean {
  const { types, statuses, parentId, minimumCost, minimumDurationMs } = filter;
  const search = filter.search?.toLowerCase();
  return (step) =>
    (search === undefined || `${step.key} ${step.name}`.toLowerCase().includes(search)) &&
    (types == null || types.includes(step.type)) &&
    (statuses == null || statuses.includes(step.status)) &&
    (parentId == null || step.parentId === parentId) &&
    (minimumCost == null || (step.cost ?? 0) >= minimumCost) &&
    (minimumDurationMs == null || (step.durationMs ?? 0) >= minimumDurationMs) &&
    (path === null || path.has(step.id));
}

/** A run that was stopped in a call has no cost on that step; what the called run had cost until then counts all the same. */
function withLostCalls(
  { totalCost, unpriced }: ChainSummary,
  steps: readonly StepRecord[],
  { childrenSpent, unpriced: isUnpriced }: ExecutionRecord,
): Pick<ChainSummary, 'totalCost' | 'unpriced'> {
  const told = steps.reduce((sum, { type, cost }) => sum + (isCall(type) ? (cost ?? 0) : 0), 0);
  const known = (totalCost ?? 0) + Math.max(0, childrenSpent - told);
  const isIncomplete = unpriced || isUnpriced;
  return { totalCost: knownCost(known, isIncomplete), unpriced: isIncomplete };
}

/** Asked for only where a model was paid, and once the run has ended. */
async function cheaperModelsFor(
  context: ExecutionsContext,
  { agentId, status }: ExecutionRecord,
  steps: readonly StepRecord[],
): Promise<readonly OpportunityFacts[]> {
  const own = steps.filter((step) => step.status !== 'REUSED');
  if (!isEnded(status) || !own.some(({ type, cost }) => type === 'LLM_INVOCATION' && (cost ?? 0) > 0)) return [];
  const { requestId, parts } = context;
  return cheaperModel(own, await comparedModels(parts, agentId, { viewer: requireViewer(context), requestId }));
}

@Resolver(() => ExecutionChain)
export class ExecutionChainFieldResolver {
  @FieldResolver(() => ExecutionStepConnection)
  async steps(
    @Root() { record }: ExecutionChain,
    @Ctx() context: ExecutionsContext,
    @Arg('filter', () => StepFilter, { nullable: true }) filter: StepFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<ExecutionStepConnection> {
    const page = pageRequest({ first, after });
    const outline = await outlineOf(context, record);
    const path = filter?.criticalPathOnly === true ? new Set(criticalPath(outline)) : null;
    const matching = filter === null || filter === undefined ? outline : outline.filter(matches(filter, path));
    const order = ({ position, id }: StepRecord) => [position, id];
    const wanted = rowsOfPage(matching, page, order);
    const ids = wanted.map((step) => step.id);
    const whole = new Map(
      (await context.parts.reader.steps(record.tenantId, record.id, ids)).map((step) => [step.id, step]),
    );
    const rows = wanted.map((step) => whole.get(step.id) ?? step);
    const { edges, pageInfo } = toConnection(rows, page, order);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: toStep(node) })),
      pageInfo,
      totalCount: matching.length,
    };
  }

  @FieldResolver(() => ExecutionSummary)
  async summary(
    @Root() { record, totalDurationMs }: ExecutionChain,
    @Ctx() context: ExecutionsContext,
  ): Promise<ExecutionSummary> {
    const steps = await outlineOf(context, record);
    const summary = summarizeChain(steps, totalDurationMs);
    const { optimizationOpportunities: found } = summary;
    const optimizationOpportunities = [...found, ...(await cheaperModelsFor(context, record, steps))];
    return { ...summary, ...withLostCalls(summary, steps, record), optimizationOpportunities };
  }
}
