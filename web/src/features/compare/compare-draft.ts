import type { InputField } from '../../execution/input-fields.ts';
import type { CheckInput, CreateComparisonInput } from '../../gql/graphql.ts';
import { type DraftCheck, EMPTY_CHECK, isBegun, readCheck } from './check-draft.ts';
import { type DraftVariant, EMPTY_VARIANT, isOverridden, readVariant } from './variant-draft.ts';

/** A case that is typed by hand: a question, and what must hold for a good answer. */
export interface TypedCase {
  readonly question: string;
  readonly checks: readonly DraftCheck[];
}

/** What a person has set up so far. */
export interface CompareDraft {
  readonly name: string;
  readonly variants: readonly DraftVariant[];
  readonly caseIds: readonly string[];
  /** Runs whose input is asked again. */
  readonly executionIds: readonly string[];
  readonly typed: readonly TypedCase[];
  readonly judgeId: string;
  readonly judgeInstructions: string;
  /** Dollars, as typed. */
  readonly budget: string;
  readonly blind: boolean;
  readonly mockTools: boolean;
}

export const EMPTY_CASE: TypedCase = { question: '', checks: [EMPTY_CHECK] };

export const EMPTY_DRAFT: CompareDraft = {
  name: '',
  variants: [EMPTY_VARIANT, EMPTY_VARIANT],
  caseIds: [],
  executionIds: [],
  typed: [EMPTY_CASE],
  judgeId: '',
  judgeInstructions: 'A good answer is correct, complete and says where it is from.',
  budget: '1.00',
  blind: false,
  mockTools: true,
};

const NANO_PER_USD = 1_000_000_000;

type Made = Omit<CreateComparisonInput, 'idempotencyKey'>;
type Missing = { readonly missing: string };

/** The input of `createComparison`, or what is missing. Pure. */
export function readDraft(
  draft: CompareDraft,
  {
    agentId,
    revision,
    prompt,
    currentId,
  }: { agentId: string; revision: number; prompt: Pick<InputField, 'name'>; currentId: string | null },
): { input: Made } | Missing {
  const chosen = draft.variants.filter(({ modelId }) => modelId !== '');
  const typed = draft.typed.filter(({ question }) => question.trim() !== '');
  const budget = Number(draft.budget);
  if (chosen.length < 2) return { missing: 'Choose at least two models.' };
  if (draft.caseIds.length + draft.executionIds.length + typed.length === 0)
    return { missing: 'Add at least one case.' };
  if (!Number.isFinite(budget) || budget <= 0) return { missing: 'Enter a budget above $0.' };
  const variants = all(chosen.map(readVariant), 'input');
  if ('missing' in variants) return variants;
  const cases = all(
    typed.map((each) => readCase(each, prompt, draft.judgeId !== '')),
    'input',
  );
  if ('missing' in cases) return cases;
  const baseline = chosen.findIndex((variant) => variant.modelId === currentId && !isOverridden(variant));
  const input = {
    agentId,
    draftRevision: revision,
    name: draft.name.trim() || undefined,
    variants: variants.all.map((variant, index) => ({ ...variant, baseline: index === baseline })),
    caseIds: [...draft.caseIds],
    executionIds: [...draft.executionIds],
    cases: cases.all,
    judge: draft.judgeId === '' ? undefined : { modelId: draft.judgeId, instructions: draft.judgeInstructions },
    budget: Math.round(budget * NANO_PER_USD),
    blind: draft.blind,
    mockTools: draft.mockTools,
  };
  return { input };
}

/** Whether anything would be scored: without checks and judge only time and cost are compared. */
export function isScored({ typed, caseIds, judgeId }: CompareDraft): boolean {
  return judgeId !== '' || caseIds.length > 0 || typed.some(({ checks }) => checks.some(isBegun));
}

function readCase(
  { question, checks }: TypedCase,
  prompt: Pick<InputField, 'name'>,
  hasJudge: boolean,
): { input: { input: Record<string, string>; checks: CheckInput[] } } | Missing {
  const begun = checks.filter(isBegun);
  if (!hasJudge && begun.some(({ kind }) => kind === 'JUDGE'))
    return { missing: 'A check by the judge needs one: choose a judge, or another check.' };
  const read = all(begun.map(readCheck), 'check');
  return 'missing' in read ? read : { input: { input: { [prompt.name]: question.trim() }, checks: read.all } };
}

/** All that was read, or the first thing that is missing. */
function all<Key extends string, Value>(
  read: readonly (Readonly<Record<Key, Value>> | Missing)[],
  key: Key,
): { all: Value[] } | Missing {
  const found: Value[] = [];
  for (const each of read) {
    if ('missing' in each) return each;
    found.push(each[key]);
  }
  return { all: found };
}
