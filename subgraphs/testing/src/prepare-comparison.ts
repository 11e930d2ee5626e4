import { ForbiddenError, NotFoundError, ValidationError, checkedText } from '@aether/common/service';
import { AgentVersionForRunDocument, ModelForComparisonDocument } from '@aether/schema/internal/agents';
import { RunInputDocument } from '@aether/schema/internal/executions';
import type { ComparisonCase, JudgeRecord, ModelFacts, PinnedSpecification, VariantRecord } from './comparison.ts';
import { checkComparable, checkNumbers, checkVariants } from './comparison-input.ts';
import { callOf, type TestingContext } from './context.ts';
import { JudgeNotCapableError } from './errors.ts';
import { titleOf } from './estimate.ts';
import { checkedChecks, checkedInput } from './input-rules.ts';
import { loadCase } from './loaders.ts';
import type { EstimateComparisonInput } from './types/estimate-comparison-input.ts';
import type { VariantInput } from './types/variant-input.ts';

/** Everything that a comparison is made of, looked up and checked. */
export interface PreparedComparison {
  readonly agentSlug: string;
  readonly pinned: PinnedSpecification;
  readonly variants: readonly VariantRecord[];
  readonly cases: readonly ComparisonCase[];
  readonly judge: JudgeRecord | null;
}

const TITLE_LENGTH = 60;
const LETTERS = { minimum: 1, maximum: 120 };

/**
 * The same for the estimate and for the comparison itself.
 * @throws PlatformError with the path of what is wrong
 */
export async function prepareComparison(
  context: TestingContext,
  input: EstimateComparisonInput,
): Promise<PreparedComparison> {
  checkNumbers(input.variants.length, caseCount(input));
  const { agentSlug, pinned } = await pinSpecification(context, input);
  const judge = await toJudge(context, input);
  const variants = await Promise.all(input.variants.map((variant, index) => toVariant(context, variant, index)));
  checkVariants(pinned.spec, variants);
  const cases = await toCases(context, input, judge !== null);
  return { agentSlug, pinned, variants, cases, judge };
}

function caseCount({ caseIds, executionIds, cases }: EstimateComparisonInput): number {
  return (caseIds?.length ?? 0) + (executionIds?.length ?? 0) + (cases?.length ?? 0);
}

/** The draft as it is now: later edits change nothing in the comparison. */
async function pinSpecification(
  context: TestingContext,
  { agentId, draftRevision }: EstimateComparisonInput,
): Promise<{ readonly agentSlug: string; readonly pinned: PinnedSpecification }> {
  const { agentVersionForRun: found } = await context.parts.operations.call(
    AgentVersionForRunDocument,
    { agentId, draftRevision },
    callOf(context),
  );
  if (found == null) throw new NotFoundError('agent', agentId);
  const verdict = found.viewerActions.find(({ name }) => name === 'runAgent');
  if (verdict?.allowed !== true)
    throw new ForbiddenError('agent:run', verdict?.reason == null ? {} : { reason: verdict.reason });
  const named = (all: readonly { readonly slug: string; readonly id: string }[]) =>
    all.map(({ slug, id }) => ({ slug, id }));
  return {
    agentSlug: found.slug,
    pinned: { spec: found.spec, notebooks: named(found.notebooks), models: named(found.models), tools: found.tools },
  };
}

async function toModel(context: TestingContext, id: string, at: readonly string[]): Promise<ModelFacts> {
  const { model } = await context.parts.operations.call(ModelForComparisonDocument, { id }, callOf(context));
  if (model == null) throw new NotFoundError('model', id);
  if (!model.enabled) throw new ValidationError(at, 'an enabled model', `"${model.slug}", which is disabled`);
  if (!model.capabilities.includes('CHAT'))
    throw new ValidationError(at, 'a model that answers', `"${model.slug}", which does not`);
  return {
    id: model.id,
    slug: model.slug,
    inputPricePerMillion: model.inputPricePerMillion ?? null,
    outputPricePerMillion: model.outputPricePerMillion ?? null,
    builtIn: model.builtIn,
  };
}

async function toVariant(context: TestingContext, input: VariantInput, index: number): Promise<VariantRecord> {
  const at = ['variants', String(index)];
  const model = await toModel(context, input.modelId, [...at, 'modelId']);
  const parameters = input.parameters ?? null;
  if (parameters !== null && (typeof parameters !== 'object' || Array.isArray(parameters)))
    throw new ValidationError([...at, 'parameters'], 'an object', 'another value');
  return {
    id: context.parts.ids('vrt'),
    label: input.label == null ? model.slug : checkedText('label', input.label, LETTERS),
    model,
    parameters: parameters === null ? null : { ...parameters },
    instructionsOverride: input.instructionsOverride ?? null,
    baseline: input.baseline ?? false,
  };
}

async function toJudge(context: TestingContext, { judge }: EstimateComparisonInput): Promise<JudgeRecord | null> {
  if (judge == null) return null;
  const model = await toModel(context, judge.modelId, ['judge', 'modelId']);
  if (model.builtIn) throw new JudgeNotCapableError(model.slug);
  return { model, instructions: checkedText('judge', judge.instructions, { minimum: 1, maximum: 5_000 }) };
}

async function toCases(
  context: TestingContext,
  { agentId, caseIds, executionIds, cases }: EstimateComparisonInput,
  hasJudge: boolean,
): Promise<readonly ComparisonCase[]> {
  const { ids, clock } = context.parts;
  const createdAt = clock.now().toISOString();
  const fromSuites = await Promise.all(
    (caseIds ?? []).map(async (id, index) => {
      const found = await loadCase(context, id);
      if (found === null) throw new NotFoundError('test case', id);
      checkComparable(found.checks, hasJudge, ['caseIds', String(index)]);
      const { suiteId: _, ...copy } = found;
      return copy;
    }),
  );
  const fromRuns = await Promise.all((executionIds ?? []).map((id) => caseOfRun(context, agentId, id, createdAt)));
  const given = (cases ?? []).map((each, index): ComparisonCase => {
    const at = ['cases', String(index), 'checks'];
    const checks = checkedChecks(each.checks ?? [], ids);
    checkComparable(checks, hasJudge, at);
    const name = each.name == null ? titleOf(each.input, TITLE_LENGTH) : checkedText('name', each.name, LETTERS);
    return { id: ids('cas'), name, input: checkedInput(each.input), checks, createdAt };
  });
  const all = [...fromSuites, ...fromRuns, ...given];
  if (new Set(all.map(({ id }) => id)).size < all.length)
    throw new ValidationError(['caseIds'], 'each case once', 'a case twice');
  return all;
}

async function caseOfRun(
  context: TestingContext,
  agentId: string,
  id: string,
  createdAt: string,
): Promise<ComparisonCase> {
  const { execution } = await context.parts.operations.call(RunInputDocument, { id }, callOf(context));
  if (execution == null) throw new NotFoundError('run', id);
  if (execution.agent?.id !== agentId)
    throw new ValidationError(['executionIds'], 'runs of the compared agent', 'a run of another one');
  const name = titleOf(execution.input, TITLE_LENGTH);
  return { id: context.parts.ids('cas'), name, input: execution.input, checks: [], createdAt };
}
