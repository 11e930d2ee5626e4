import { isRecord } from '@aether/schema';
import { DraftForPromotionDocument, ModelsToCompareDocument } from '@aether/schema/internal/agents';
import { requireViewer } from '@aether/common/service';
import { callOf, type TestingContext } from './context.ts';
import type { ComparisonProposal, VariantProposal } from './types/comparison-proposal.ts';

/** Cases that a proposal begins with. */
const CASES = 12;
const SUITES = 20;

/** A start to edit: the draft's model, the cheapest other one with a price, and the first cases of the agent's suites. */
export async function proposeComparison(context: TestingContext, agentId: string): Promise<ComparisonProposal | null> {
  const { operations, suites } = context.parts;
  const [{ agent }, { models }] = await Promise.all([
    operations.call(DraftForPromotionDocument, { id: agentId }, callOf(context)),
    operations.call(ModelsToCompareDocument, {}, callOf(context)),
  ]);
  if (agent?.draft == null) return null;
  const all = models.edges.map(({ node }) => node);
  const current = all.find(({ slug }) => slug === primaryOf(agent.draft?.spec));
  const priced = all
    .filter((model) => model !== current && !model.builtIn && !model.unpriced)
    .map((model) => ({ ...model, price: (model.inputPricePerMillion ?? 0) + (model.outputPricePerMillion ?? 0) }))
    .toSorted((left, right) => left.price - right.price);
  const cheapest = priced[0];
  const variants: VariantProposal[] = [];
  if (current !== undefined) variants.push({ model: { id: current.id }, reason: 'The model of the draft.' });
  if (cheapest !== undefined)
    variants.push({ model: { id: cheapest.id }, reason: 'The cheapest model with a known price.' });
  const { tenantId } = requireViewer(context);
  const found = await suites.suitePage(tenantId, agentId, { first: SUITES, after: null });
  const cases = await Promise.all(
    found.map((suite) => suites.casePage(tenantId, suite.id, { first: CASES, after: null })),
  );
  return {
    variants,
    caseIds: cases
      .flat()
      .slice(0, CASES)
      .map(({ id }) => id),
  };
}

function primaryOf(spec: unknown): string {
  const model = isRecord(spec) && isRecord(spec['model']) ? spec['model'] : {};
  return typeof model['primary'] === 'string' ? model['primary'] : 'builtin/extract';
}
