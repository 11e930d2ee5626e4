import type { ErrorCode } from '@aether/schema';
import type { FailureRecord } from './db/records.ts';
import type { StepRecord } from './db/step-records.ts';

/** What a person does next, by code; whatever is not here gets the error's own hint. */
const NEXT_ACTIONS: Partial<Record<ErrorCode, readonly string[]>> = {
  MODEL_NOT_FOUND: ['Choose a model of the catalog in the agent, publish it and run it again.'],
  MODEL_GONE: ['Choose another model in the agent, publish it and run it again.'],
  PROVIDER_UNAUTHORIZED: ['Check the credential of the model provider.', 'Run it again.'],
  PROVIDER_RATE_LIMITED: ['Wait a minute and run it again.', 'Add a fallback model of another provider to the agent.'],
  PROVIDER_UNAVAILABLE: ['Run it again later.', 'Add a fallback model of another provider to the agent.'],
  PROMPT_TOO_LARGE: [
    'Lower "topK" of the knowledge or the memory window of the agent.',
    'Choose a model with a larger context.',
  ],
  BUDGET_EXHAUSTED: ['Run it again with a higher budget.', 'Choose a cheaper model.'],
  STEP_LIMIT_REACHED: ['Raise "limits.steps" of the agent.', 'Give it a smaller task.'],
  DEADLINE_EXCEEDED: ['Raise "limits.deadlineMs" of the agent.', 'Look for the bottleneck in the chain.'],
  OUTPUT_INVALID: ['Loosen the outputs of the agent.', 'Choose a model with structured output.'],
  CRASH_LOOP: ['Look into the log of the worker at the time of the crashes.'],
  NON_DETERMINISTIC: ['Start a new run.', 'Report this if it happens again.'],
};

export interface DiagnosisFacts<Step> {
  readonly step: Step | null;
  readonly cause: string;
  readonly nextActions: readonly string[];
}

type DiagnosedStep = Pick<StepRecord, 'id' | 'parentId' | 'status' | 'position' | 'error' | 'name'>;

function depthOf(step: DiagnosedStep, byId: ReadonlyMap<string, DiagnosedStep>): number {
  let depth = 0;
  for (let parent = step.parentId; parent !== null && depth < byId.size; depth += 1)
    parent = byId.get(parent)?.parentId ?? null;
  return depth;
}

/** The deepest failed step and, of equally deep ones, the last. */
export function rootCause<Step extends DiagnosedStep>(steps: readonly Step[]): Step | null {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const failed = steps.filter((step) => step.status === 'FAILED');
  const byDepth = failed.toSorted(
    (left, right) => depthOf(left, byId) - depthOf(right, byId) || left.position - right.position,
  );
  return byDepth.at(-1) ?? null;
}

/** Why an execution failed and what to do; null when it did not. */
export function diagnose<Step extends DiagnosedStep>(
  error: FailureRecord | null,
  steps: readonly Step[],
): DiagnosisFacts<Step> | null {
  if (error === null || error.code === 'CANCELLED') return null;
  const step = rootCause(steps);
  const cause = step?.error ?? error;
  const actions = NEXT_ACTIONS[cause.code] ?? (cause.hint === null ? ['Run it again.'] : [cause.hint]);
  return {
    step,
    cause: step === null ? cause.message : `"${step.name}" failed: ${cause.message}`,
    nextActions: actions,
  };
}
