import { PlatformError } from '@aether/common/service';
import { agentOfTool, type ErrorCode, type JsonObject } from '@aether/schema';
import type { ApprovalDecision, ApprovalRequest } from '../approval.ts';
import { ToolOutcomeUnknownError } from '../errors.ts';
import type { Journal, StepDefinition, StepFailure, StepHandle, StepResult } from '../journal.ts';
import type { RuntimeParts, ToolAnswer, ToolInput } from '../runtime-parts.ts';
import { budgetLeft } from './budget-left.ts';
import type { PlannedCall, WrongCall } from './plan-tool-call.ts';
import type { ToolResult } from './tool-result.ts';
import { toolAccess } from './tool-access.ts';
import { toolAnswers } from './tool-answers.ts';
import { RESULT_CHARACTERS, toolText } from './tool-text.ts';
import { untrustedText } from './untrusted-text.ts';

/** One call, at most; the deadline of the run is shorter when less is left. */
const TIMEOUT_MS = 60_000; // 1 minute
/** A gateway that is being restarted is worth another attempt of the run; after this many the model is told. */
const MAXIMUM_ATTEMPTS = 3;
/** Of one call: about a day in which nobody signed in (`toolAccess`). Then it has failed. */
const MAXIMUM_SIGN_IN_WAITS = 6;
/** Of one call, one after the other. */
const MAXIMUM_QUESTIONS = 8;

/**
 * Calls a tool as one step. What goes wrong is told to the model; only what may be tried again (a gateway that is away) and what
 * ends the run (cancel, deadline, a lost fence) is thrown. While nobody has signed in to its server, or answered what it asks, the run waits; then
 * the same call is made again.
 * @throws WaitingError when it is not known whether an earlier call had its effect, and nobody has decided yet
 * @throws WaitingError until somebody has signed in, or has answered what the tool asks
 */
export async function callTool(
  journal: Journal,
  parts: RuntimeParts,
  call: PlannedCall,
  args: JsonObject,
): Promise<ToolResult> {
  let input: ToolInput | null = null;
  let asked = 0;
  for (let round = 0; ; round += 1) {
    const made: MadeCall = round === 0 ? call : { ...call, key: `${call.key}/again/${round}`, sameCallAs: call.key };
    const result = await callOnce(journal, parts, made, args, input);
    if (result.needsAuth === true && round < MAXIMUM_SIGN_IN_WAITS)
      await toolAccess(journal, call, { round, isOwn: result.needsOwnAccount === true });
    else if (result.asks === undefined) return result;
    else if (asked === MAXIMUM_QUESTIONS) return { isError: true, text: `"${call.tool.slug}" asked again and again.` };
    else {
      asked += 1;
      if (result.asks.isMidCall && call.effect === 'ONCE') {
        const [decision] = await journal.decisions([askAfterQuestion(call, made, args)]);
        if (decision?.status !== 'APPROVED') return refusal(call, decision, 'again');
      }
      input = await toolAnswers(journal, call, round, result.asks);
    }
  }
}

/** A call as one of its rounds makes it. */
type MadeCall = PlannedCall & Pick<StepDefinition, 'sameCallAs'>;

async function callOnce(
  journal: Journal,
  parts: RuntimeParts,
  call: MadeCall,
  args: JsonObject,
  input: ToolInput | null,
): Promise<ToolResult> {
  for (;;) {
    const begun = call.effect === 'ONCE' ? journal.openAttempts(call.key) : 0;
    if (begun > 0) {
      const [decision] = await journal.decisions([askAgain(call, args, begun)]);
      if (decision?.status !== 'APPROVED') return refusal(call, decision, 'again');
    }
    try {
      return await journal.step(definitionOf(call, args), (step) =>
        attempt(journal, parts, call, { args, input }, step),
      );
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

/**
 * What the model is told when a person did not let a call through.
 * @param made again = it went out before, and it is not known what it did
 */
export function refusal(
  { tool }: PlannedCall,
  decision: ApprovalDecision | undefined,
  made: 'first' | 'again' = 'first',
): ToolResult {
  const why =
    decision?.status === 'DENIED'
      ? `A person was asked and denied the call of "${tool.slug}".`
      : `A person was asked about the call of "${tool.slug}", and nobody decided in time.`;
  const comment = decision?.comment ? ` They said: ${untrustedText(decision.comment, RESULT_CHARACTERS)}` : '';
  const not = made === 'first' ? 'It was not made.' : 'It was not made again; the first one may have had its effect.';
  return { isError: true, text: `${why} ${not} Do not try it again; go on without it.${comment}` };
}

async function attempt(
  journal: Journal,
  parts: RuntimeParts,
  { tool, effect }: PlannedCall,
  { args, input }: { readonly args: JsonObject; readonly input: ToolInput | null },
  step: StepHandle,
): Promise<StepResult<ToolResult>> {
  const request = {
    run: journal.run,
    tool,
    arguments: args,
    input,
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
      output: { text, isError: true, ...needed(error) },
      details: { ...facts, wasCalled: error instanceof ToolOutcomeUnknownError ? null : false },
      usage: null,
      failure: failure(error.code, error.message, error.hint),
    };
  }
}

/** Who has to sign in before it can be called: anybody for all, or this person with an own account. */
function needed({ code, facts }: PlatformError): Pick<ToolResult, 'needsAuth' | 'needsOwnAccount'> {
  if (code !== 'NEEDS_AUTH') return {};
  return facts['ownAccount'] === true ? { needsAuth: true, needsOwnAccount: true } : { needsAuth: true };
}

function toResult(answer: ToolAnswer, facts: Readonly<Record<string, unknown>>): StepResult<ToolResult> {
  const whole = answer.text === '' && answer.structured !== null ? JSON.stringify(answer.structured) : answer.text;
  const text = toolText(whole);
  const { isError, asks = null } = answer;
  if (asks !== null) {
    const question = untrustedText(asks.questions[0]?.message ?? '', 300);
    return {
      output: { text: 'It asks a person first.', isError: true, asks },
      details: { ...facts, wasCalled: asks.isMidCall ? null : false },
      usage: null,
      failure: asks.isMidCall
        ? failure('TOOL_OUTCOME_UNKNOWN', `It asks a person in the middle of its call, which was given up: ${question}`)
        : failure('TOOL_INPUT_REQUIRED', `It asks a person first: ${question}`),
    };
  }
  const { quarantine = null } = answer;
  const found =
    quarantine === null ? {} : { quarantine: { verdict: quarantine.verdict, findings: quarantine.findings } };
  if (quarantine?.verdict === 'BLOCKED')
    return {
      output: { text, isError: true, ...(quarantine.evidence === null ? {} : { evidence: quarantine.evidence }) },
      details: { ...facts, wasCalled: true, ...found },
      usage: null,
      failure: failure('TOOL_RESULT_QUARANTINED', text.slice(0, 500)),
    };
  const marks = quarantine?.marks ?? null;
  return {
    output: { text, isError, ...(marks === null ? {} : { marks }) },
    details: {
      ...facts,
      wasCalled: true,
      truncated: whole.length > RESULT_CHARACTERS,
      ...found,
      ...(marks === null ? {} : { marks }),
    },
    usage: null,
    ...(isError
      ? { failure: failure('TOOL_FAILED', text === '' ? 'The tool says that it failed.' : text.slice(0, 500)) }
      : {}),
  };
}

function definitionOf({ key, sameCallAs, tool, effect }: MadeCall, args: JsonObject): StepDefinition {
  return {
    key,
    ...(sameCallAs === undefined ? {} : { sameCallAs }),
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

/** @param made the call that asked, and was given up for it */
function askAfterQuestion({ key, tool, effect }: PlannedCall, made: PlannedCall, args: JsonObject): ApprovalRequest {
  const name = tool.title ?? tool.slug;
  return {
    key: `approve/${made.key}/asked`,
    about: key,
    question: `"${name}" asks something in the middle of its call, which was given up; it may have had its effect. Call it again with an answer?`,
    tool,
    effect,
    arguments: args,
    editable: false,
  };
}

function typeOf(slug: string | undefined): StepDefinition['type'] {
  return agentOfTool(slug ?? '') === null ? 'TOOL_EXECUTION' : 'AGENT_CALL';
}

function failure(code: ErrorCode, message: string, hint: string | null = null): StepFailure {
  return { code, message, hint, retryable: false };
}
