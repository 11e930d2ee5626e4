import { PlatformError } from '@aether/common/service';
import type { JsonObject, TextMarks } from '@aether/schema';
import { AgentFailedError } from '../errors.ts';
import type { CallerFacts, Journal, StepFailure, StepHandle, StepResult, StepUsage } from '../journal.ts';
import type { AgentAnswer, RuntimeParts } from '../runtime-parts.ts';
import { untrustedText } from './untrusted-text.ts';

/** The deadline of the run that calls is what ends a call; this is the longest that one may have. */
const TIMEOUT_MS = 24 * 60 * 60 * 1_000; // 24 hours
/** While runs cannot be accepted, another attempt of the caller is worth it; after this many it is told. */
const MAXIMUM_ATTEMPTS = 3;

export interface AgentCall {
  /** Of the step. */
  readonly key: string;
  /** @default AGENT_CALL */
  readonly type?: 'AGENT_CALL' | 'SUBFLOW';
  readonly name: string;
  readonly agentSlug: string;
  readonly input: JsonObject;
  /** Nano-USD; null = no limit. */
  readonly budgetLeft: number | null;
  /** What goes into the step's hash beside agent and input. */
  readonly definitionHash?: string;
  readonly caller?: CallerFacts;
}

/** How a call ended; journaled, so that a resume knows the same. */
export type AgentCallResult = (
  | Pick<AgentAnswer, 'executionId' | 'output' | 'text'>
  | { readonly executionId: string | null; readonly failure: Pick<StepFailure, 'code' | 'message' | 'hint'> }
) & {
  /** Stand around its words where a model reads them; absent = nothing was found in what its tools said. */
  readonly marks?: TextMarks;
};

/**
 * Calls another agent as one step. What it cost is the cost of the step; the ledger has it under the called run. A call that is not
 * accepted and a run that does not succeed are failures of the step, not of the run that calls: that is for the caller to decide.
 */
export function callAgent(journal: Journal, parts: RuntimeParts, call: AgentCall): Promise<AgentCallResult> {
  const { key, type = 'AGENT_CALL', name, agentSlug, input, definitionHash } = call;
  return journal.step(
    {
      key,
      type,
      name,
      input: { agent: agentSlug, input, ...(definitionHash === undefined ? {} : { definitionHash }) },
      call: { toolId: null, tool: `agent/${agentSlug}`, effect: 'READ', arguments: input },
    },
    (step) => attempt(journal, parts, call, step),
  );
}

async function attempt(
  journal: Journal,
  { agents }: RuntimeParts,
  { agentSlug, input, budgetLeft, caller }: AgentCall,
  step: StepHandle,
): Promise<StepResult<AgentCallResult>> {
  try {
    const { output, text, ...rest } = await agents.run({
      run: journal.run,
      agentSlug,
      input,
      stepKey: step.key,
      idempotencyKey: step.idempotencyKey,
      fence: step.fence,
      budgetLeft,
      timeoutMs: TIMEOUT_MS,
      signal: step.signal,
      onProgress: (fraction, message) => step.progress(fraction, message === null ? null : untrustedText(message, 200)),
      ...(caller === undefined ? {} : { caller }),
    });
    const { executionId, marks } = rest;
    return {
      output: { executionId, output, text, ...inMarks(marks) },
      details: { agent: agentSlug, executionId, ...inMarks(marks) },
      usage: usageOf(rest),
    };
  } catch (error) {
    step.signal.throwIfAborted();
    if (!(error instanceof PlatformError)) throw error;
    const { code, message, hint } = error;
    const { executionId, marks } = error instanceof AgentFailedError ? error : { executionId: null, marks: null };
    if (executionId === null && error.retryable && step.attempt < MAXIMUM_ATTEMPTS) throw error;
    return {
      output: { executionId, failure: { code, message, hint }, ...inMarks(marks) },
      details: { agent: agentSlug, executionId, ...inMarks(marks) },
      usage: error instanceof AgentFailedError ? usageOf(error) : null,
      failure: { code, message, hint, retryable: false },
    };
  }
}

function inMarks(marks: TextMarks | null): { readonly marks?: TextMarks } {
  return marks === null ? {} : { marks };
}

/** Tokens are those of the called run: they are not counted a second time. */
function usageOf({ cost, unpriced }: Pick<AgentAnswer, 'cost' | 'unpriced'>): StepUsage {
  return { promptTokens: 0, completionTokens: 0, cachedTokens: 0, cost, unpriced, modelId: null };
}
