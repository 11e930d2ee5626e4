import { PlatformError } from '@aether/common/service';
import type { ErrorCode, JsonObject } from '@aether/schema';
import type { ApprovalDecision, ApprovalRequest } from '../approval.ts';
import { ToolOutcomeUnknownError } from '../errors.ts';
import type { Journal, StepDefinition, StepFailure, StepHandle, StepResult } from '../journal.ts';
import type { RuntimeParts, ToolAnswer } from '../runtime-parts.ts';
import { budgetLeft } from './budget-left.ts';
import type { PlannedCall, WrongCall } from './plan-tool-call.ts';
import { isAgent } from './call-agent-tool.ts';
import type { ToolResult } from './tool-result.ts';
import { RESULT_CHARACTERS, toolText } from './tool-text.ts';
import { untrustedText } from './untrusted-text.ts';

/** One call, at most; the deadline of the run is shorter when less is left. */
const TIMEOUT_MS = 60_000; // 1 minute
/** A gateway that is being restarted is worth another attempt of the run; after this many the model is told. */
const MAXIMUM_ATTEMPTS = 3;

/**
 * Calls a tool as one step. What goes wrong is told to the model; only what may be tried again (a gateway that is away) and what
 * ends the run (cancel, deadline, a lost fence) is thrown.
 * @throws WaitingError when it is not known whether an earlier call had its effect, and nobody has decided yet
 */
export async function callTool(
  journal: Journal,
  parts: RuntimeParts,
  call: PlannedCall,
  args: JsonObject,
): Promise<ToolResult> {
  for (;;) {
    const begun = call.effect === 'ONCE' ? journal.openAttempts(call.key) : 0;
    if (begun > 0) {
      const [decision] = await journal.decisions([askAgain(call, args, begun)]);
      if (decision?.status !== 'APPROVED') return refusal(call, decision);
    }
    try {
      return await journal.step(definitionOf(call, args), (step) => attempt(journal, parts, call, args, step));
    } catch (error) {
      if (!(error instanceof ToolOutcomeUnknownError) || journal.signal.aborted) throw error;
    }
  }
}

/** A call that cannot be made, as a step that failed: people see it in the chain, the model mends it. */
export function rejectToolCall(journal: Journal, call: WrongCall): Promise<ToolResult> {
  return journal.step(
    {
      key: call.key,
      type: typeOf(call.tool?.slug),
      name: call.tool?.title ?? call.tool?.slug ?? call.name,
      input: { tool: call.tool?.slug ?? call.name, arguments: call.arguments },
    },
    async () => ({
      output: { text: call.problem, isError: true },
      details: { tool: call.tool?.slug ?? call.name, wasCalled: false },
      usage: null,
      failure: failure('TOOL_ARGUMENTS_INVALID', call.problem),
    }),
  );
}

/** What the model is told when a person did not let a call through. */
export function refusal({ tool }: PlannedCall, decision: ApprovalDecision | undefined): ToolResult {
  const why =
    decision?.status === 'DENIED'
      ? `A person was asked and denied the call of "${tool.slug}".`
      : `A person was asked about the call of "${tool.slug}", and nobody decided in time.`;
  const comment = decision?.comment ? ` They said: ${untrustedText(decision.comment, RESULT_CHARACTERS)}` : '';
  return { isError: true, text: `${why} It was not made. Do not try it again; go on without it.${comment}` };
}

async function attempt(
  journal: Journal,
  parts: RuntimeParts,
  { tool, effect }: PlannedCall,
  args: JsonObject,
  step: StepHandle,
): Promise<StepResult<ToolResult>> {
  const request = {
    run: journal.run,
    tool,
    arguments: args,
    idempotencyKey: step.idempotencyKey,
    fence: step.fence,
    budgetLeft: budgetLeft(journal),
    timeoutMs: TIMEOUT_MS,
    signal: step.signal,
    onProgress: (fraction: number | null, message: string | null) =>
      step.progress(fraction, message === null ? null : untrustedText(message, 200)),
  };
  const facts = { tool: tool.slug, effect, definitionHash: tool.definitionHash };
  try {
    return toResult(await parts.tools.call(request), facts);
  } catch (error) {
    step.signal.throwIfAborted();
    if (!(error instanceof PlatformError)) throw error;
    if (effect === 'ONCE' && error instanceof ToolOutcomeUnknownError) throw error;
    if (error.code === 'UNAVAILABLE' && step.attempt < MAXIMUM_ATTEMPTS) throw error;
    const text = `${error.message}${error.hint === null ? '' : ` ${error.hint}`}`;
    return {
      output: { text, isError: true },
      details: { ...facts, wasCalled: error instanceof ToolOutcomeUnknownError ? null : false },
      usage: null,
      failure: failure(error.code, error.message, error.hint),
    };
  }
}

function toResult(answer: ToolAnswer, facts: Readonly<Record<string, unknown>>): StepResult<ToolResult> {
  const whole = answer.text === '' && answer.structured !== null ? JSON.stringify(answer.structured) : answer.text;
  const text = toolText(whole);
  const { isError } = answer;
  return {
    output: { text, isError },
    details: { ...facts, wasCalled: true, truncated: whole.length > RESULT_CHARACTERS },
    usage: null,
    ...(isError
      ? { failure: failure('TOOL_FAILED', text === '' ? 'The tool says that it failed.' : text.slice(0, 500)) }
      : {}),
  };
}

function definitionOf({ key, tool, effect }: PlannedCall, args: JsonObject): StepDefinition {
  return {
    key,
    type: typeOf(tool.slug),
    name: tool.title ?? tool.slug,
    input: { tool: tool.slug, definitionHash: tool.definitionHash, arguments: args },
    call: { toolId: tool.id, tool: tool.slug, effect, arguments: args },
  };
}

function askAgain({ key, tool, effect }: PlannedCall, args: JsonObject, begun: number): ApprovalRequest {
  return {
    key: `approve/${key}/again/${begun}`,
    about: key,
    question: `"${tool.title ?? tool.slug}" was called and did not answer; it may have had its effect. Call it again?`,
    tool,
    effect,
    arguments: args,
    editable: false,
  };
}

function typeOf(slug: string | undefined): StepDefinition['type'] {
  return slug !== undefined && isAgent(slug) ? 'AGENT_CALL' : 'TOOL_EXECUTION';
}

function failure(code: ErrorCode, message: string, hint: string | null = null): StepFailure {
  return { code, message, hint, retryable: false };
}
