import type { StepOutline } from './step-outline.ts';
import { isDone, type StepType } from './step.ts';

export interface OpportunityFacts {
  readonly code:
    | 'INDEPENDENT_IN_SEQUENCE'
    | 'REPEATED_CALL'
    | 'REPEATED_SEARCH'
    | 'CACHE_MISS'
    | 'OVERSIZED_CONTEXT'
    | 'RETRIES'
    | 'CHEAPER_MODEL';
  readonly message: string;
  readonly stepIds: readonly string[];
  readonly savingMs: number | null;
  readonly saving: number | null;
}

/** A prompt from this size on, whose answer is at most a twentieth of it, holds more than the answer needed. */
const LARGE_PROMPT_TOKENS = 6_000;
const ANSWER_PART = 0.05;
/** Types of step that answer the same when they are asked the same. */
const REPEATABLE: readonly StepType[] = [
  'MEMORY_RETRIEVAL',
  'VECTOR_SEARCH',
  'TOOL_EXECUTION',
  'AGENT_CALL',
  'SUBFLOW',
];
/** Key of a call: the turn of the model that made it, the tool, its place among the calls of the turn. */
const TOOL_KEY = /^(?<turn>.+)\/tool:.+\/\d+$/u;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What would make a run faster or cheaper, from facts of its steps alone. */
export function opportunities(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  return [
    ...independentInSequence(steps),
    ...repeatedCalls(steps),
    ...cacheMisses(steps),
    ...oversizedContexts(steps),
    ...retries(steps),
  ];
}

function repeatedCalls(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  const calls = steps.filter((step) => REPEATABLE.includes(step.type) && isDone(step.status));
  const groups = Map.groupBy(calls, (step) => `${step.type}/${step.inputHash}`);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      code: group[0]?.type === 'TOOL_EXECUTION' ? ('REPEATED_CALL' as const) : ('REPEATED_SEARCH' as const),
      message: `"${group[0]?.name}" was asked ${group.length} times for the same.`,
      stepIds: group.map((step) => step.id),
      savingMs: sum(group.slice(1).map((step) => step.durationMs ?? 0)),
      saving: sum(group.slice(1).map((step) => step.cost ?? 0)),
    }));
}

/** Calls of one answer of a model do not know of each other's results, so those that only read could run side by side. */
function independentInSequence(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  const calls = steps.filter(
    (step) => step.durationMs !== null && (step.effect === 'READ' || step.effect === 'IDEMPOTENT'),
  );
  const turns = Map.groupBy(calls, ({ key }) => TOOL_KEY.exec(key)?.groups?.['turn'] ?? null);
  return [...turns].flatMap(([turn, group]) => {
    const inOrder = group.toSorted((left, right) => left.startedAtMs - right.startedAtMs);
    const isSequence = inOrder.every((step, index) => {
      const before = inOrder[index - 1];
      return before === undefined || step.startedAtMs >= before.startedAtMs + (before.durationMs ?? 0);
    });
    if (turn === null || group.length < 2 || !isSequence) return [];
    const durations = group.map(({ durationMs }) => durationMs ?? 0);
    return [
      {
        code: 'INDEPENDENT_IN_SEQUENCE' as const,
        message: `${group.length} calls that only read ran one after the other. Raise "limits.parallelToolCalls" of the agent.`,
        stepIds: inOrder.map(({ id }) => id),
        savingMs: sum(durations) - Math.max(...durations),
        saving: null,
      },
    ];
  });
}

/** Model calls whose prompts begin alike, of which the vendor read nothing from its cache. */
function cacheMisses(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  const calls = steps.filter(({ promptPrefix, cachedTokens }) => promptPrefix !== null && cachedTokens !== null);
  const groups = Map.groupBy(calls, (step) => `${step.modelId}/${step.promptPrefix}`);
  return [...groups.values()].flatMap((group) => {
    const missed = group.slice(1).filter(({ cachedTokens }) => cachedTokens === 0);
    if (missed.length === 0) return [];
    return [
      {
        code: 'CACHE_MISS' as const,
        message: `${missed.length} prompts began like an earlier one, and the model read nothing from its cache.`,
        stepIds: missed.map(({ id }) => id),
        savingMs: null,
        saving: null,
      },
    ];
  });
}

function oversizedContexts(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  return steps
    .filter(({ promptTokens, completionTokens }) => {
      const prompt = promptTokens ?? 0;
      return prompt >= LARGE_PROMPT_TOKENS && completionTokens !== null && completionTokens <= prompt * ANSWER_PART;
    })
    .map((step) => ({
      code: 'OVERSIZED_CONTEXT' as const,
      message: `"${step.name}" read ${step.promptTokens} tokens to write ${step.completionTokens}. Fewer or shorter passages may be enough.`,
      stepIds: [step.id],
      savingMs: null,
      saving: null,
    }));
}

function retries(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  const repeated = steps.filter((step) => step.attempt > 1);
  if (repeated.length === 0) return [];
  const lost = repeated.flatMap((step) => step.attempts ?? []);
  const tries = sum(repeated.map((step) => step.attempt - 1));
  return [
    {
      code: 'RETRIES',
      message: tries === 1 ? '1 try was lost. See its error.' : `${tries} tries were lost. See their errors.`,
      stepIds: repeated.map((step) => step.id),
      savingMs: sum(lost.map((attempt) => attempt.durationMs ?? 0)),
      saving: sum(lost.map((attempt) => attempt.cost ?? 0)),
    },
  ];
}
