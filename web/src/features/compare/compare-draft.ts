import type { InputField } from '../../execution/input-fields.ts';
import type { CreateComparisonInput } from '../../gql/graphql.ts';

/** A case that is typed by hand: a question, and what a good answer says. */
export interface TypedCase {
  readonly question: string;
  readonly mustSay: string;
}

/** What a person has set up so far. */
export interface CompareDraft {
  readonly name: string;
  /** Ids; an empty one is not chosen yet. */
  readonly modelIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly typed: readonly TypedCase[];
  readonly judgeId: string;
  readonly judgeInstructions: string;
  /** Dollars, as typed. */
  readonly budget: string;
  readonly blind: boolean;
  readonly mockTools: boolean;
}

export const EMPTY_CASE: TypedCase = { question: '', mustSay: '' };

export const EMPTY_DRAFT: CompareDraft = {
  name: '',
  modelIds: ['', ''],
  caseIds: [],
  typed: [EMPTY_CASE],
  judgeId: '',
  judgeInstructions: 'A good answer is correct, complete and says where it is from.',
  budget: '1.00',
  blind: false,
  mockTools: true,
};

const NANO_PER_USD = 1_000_000_000;

type Made = Omit<CreateComparisonInput, 'idempotencyKey'>;

/** The input of `createComparison`, or what is missing. Pure. */
export function readDraft(
  draft: CompareDraft,
  {
    agentId,
    revision,
    prompt,
    currentId,
  }: { agentId: string; revision: number; prompt: Pick<InputField, 'name'>; currentId: string | null },
): { input: Made } | { missing: string } {
  const models = draft.modelIds.filter((id) => id !== '');
  const typed = draft.typed.filter(({ question }) => question.trim() !== '');
  const budget = Number(draft.budget);
  if (models.length < 2) return { missing: 'Choose at least two models.' };
  if (draft.caseIds.length + typed.length === 0) return { missing: 'Add at least one case.' };
  if (!Number.isFinite(budget) || budget <= 0) return { missing: 'Enter a budget above $0.' };
  const input = {
    agentId,
    draftRevision: revision,
    name: draft.name.trim() || undefined,
    variants: models.map((modelId, index) => ({
      modelId,
      baseline: modelId === currentId && models.indexOf(modelId) === index,
    })),
    caseIds: [...draft.caseIds],
    cases: typed.map(({ question, mustSay }) => ({
      input: { [prompt.name]: question.trim() },
      checks: mustSay.trim() === '' ? [] : [{ kind: 'CONTAINS' as const, configuration: { text: mustSay.trim() } }],
    })),
    judge: draft.judgeId === '' ? undefined : { modelId: draft.judgeId, instructions: draft.judgeInstructions },
    budget: Math.round(budget * NANO_PER_USD),
    blind: draft.blind,
    mockTools: draft.mockTools,
  };
  return { input };
}

/** Whether anything would be scored: without checks and judge only time and cost are compared. */
export function isScored({ typed, caseIds, judgeId }: CompareDraft): boolean {
  return judgeId !== '' || caseIds.length > 0 || typed.some(({ mustSay }) => mustSay.trim() !== '');
}
