import { PlatformError } from '@aether/common/service';
import { canonicalJson, type JsonObject, type JsonValue } from '@aether/schema';
import { createHash } from 'node:crypto';
import { approvalKeyOf, type ApprovalRequest } from '../approval.ts';
import { ToolOutcomeUnknownError } from '../errors.ts';
import { ApprovalDeniedError } from '../flow/errors.ts';
import type { Journal, StepHandle, StepResult, StepUsage } from '../journal.ts';
import { guardsOf } from '../loop/guards-of.ts';
import { type ToolSituation, type ToolVerdict, verdictOn } from '../loop/tool-policy.ts';
import type { PinnedTool, ToolEffect } from '../tool.ts';
import { OutsideCallRefusedError } from './errors.ts';
import { unrepeated } from './unrepeated.ts';

export interface OutsideCall {
  /** Of the step. */
  readonly key: string;
  readonly name: string;
  /** Host of the address, or the program, that is called. */
  readonly target: string;
  /** @default http */
  readonly by?: 'http' | 'command';
  readonly effect: ToolEffect;
  readonly approval: 'NEVER' | 'WRITES' | 'ALWAYS';
  /** Exactly what is sent, without the credential. */
  readonly arguments: JsonObject;
  /** What the values may hold that are sent. */
  readonly situation: ToolSituation;
  /** Of one call, in nano-USD, where the specification says it. */
  readonly price?: number | undefined;
  /** The specification alone says what is sent, so nothing of the run leaves with it. */
  readonly isFixed?: boolean;
}

/**
 * Calls an address as one step, under the policy that calls of tools have: approvals, guards, effect class. What may have had its effect and
 * is ONCE is never sent again unasked.
 * @throws WaitingError while a person has to decide
 * @throws PlatformError for what went wrong; the step says the same
 */
export async function callOutside<Output extends JsonValue>(
  journal: Journal,
  call: OutsideCall,
  send: (step: StepHandle) => Promise<StepResult<Output>>,
): Promise<Output> {
  const tool = asTool(call);
  const { key, name, effect, arguments: args, situation } = call;
  const policy = { tool: tool.slug, configuration: {}, approval: call.approval };
  const verdict = verdictOnCall(tool, policy, guardsOf(journal.run), call.isFixed === true ? NOTHING_SEEN : situation);
  if (verdict === 'REFUSE') {
    const refused = new OutsideCallRefusedError(tool.slug);
    return journal.step<never>({ key, type: 'HTTP_CALL', name, input: {} }, () => Promise.reject(refused));
  }
  if (verdict === 'ASK')
    await allowed(journal, { ...question(call, tool, `Call ${call.target}?`), key: approvalKeyOf(key) });
  for (;;) {
    const begun = effect === 'ONCE' ? journal.openAttempts(key) : 0;
    if (begun > 0) {
      const text = `${call.target} was called and did not answer; it may have had its effect. Call it again?`;
      await allowed(journal, { ...question(call, tool, text), key: `approve/${key}/again/${begun}` });
    }
    try {
      return await journal.step(
        {
          key,
          type: 'HTTP_CALL',
          name,
          input: args,
          call: { toolId: null, tool: tool.slug, effect, arguments: args },
          ...(call.price === undefined ? {} : { price: call.price }),
        },
        (step) => judged(call, tool, step, send),
      );
    } catch (error) {
      if (!(error instanceof ToolOutcomeUnknownError) || journal.signal.aborted) throw error;
    }
  }
}

const NOTHING_SEEN: ToolSituation = { sawUntrusted: false, sawPrivate: false };

/**
 * As for a tool. Every request is a way out of the organization, also one that only reads there: with untrusted text and private data behind
 * its values, a person is asked where the agent's guards say so.
 */
function verdictOnCall(...asked: Parameters<typeof verdictOn>): ToolVerdict {
  const [, , guards, { sawUntrusted, sawPrivate }] = asked;
  const verdict = verdictOn(...asked);
  return verdict === 'RUN' && guards.outboundApproval && sawUntrusted && sawPrivate ? 'ASK' : verdict;
}

/** Nobody took the connection, or a service of ours did not answer before: the run may try it again. */
const NOT_SENT: ReadonlySet<string> = new Set(['ENDPOINT_UNAVAILABLE', 'UNAVAILABLE']);

/** A request whose effect is in doubt is tried again by itself only when that does no harm. */
async function judged<Output extends JsonValue>(
  { effect, target, price }: OutsideCall,
  tool: PinnedTool,
  step: StepHandle,
  send: (step: StepHandle) => Promise<StepResult<Output>>,
): Promise<StepResult<Output>> {
  try {
    const result = await send(step);
    const told = { target, effect, ...result.details };
    return { ...result, details: told, usage: price === undefined ? result.usage : paid(price, result.usage) };
  } catch (error) {
    step.signal.throwIfAborted();
    if (!(error instanceof PlatformError) || effect !== 'ONCE') throw error;
    if (error.code === 'ENDPOINT_INTERRUPTED' || error.code === 'ENDPOINT_TIMEOUT')
      throw new ToolOutcomeUnknownError(tool.slug, error, error.message);
    throw error.retryable && !NOT_SENT.has(error.code) ? unrepeated(error) : error;
  }
}

/** Tokens are those that the address tells; what they would cost elsewhere is none of our business. */
function paid(price: number, usage: StepUsage | null): StepUsage {
  const { promptTokens = 0, completionTokens = 0, cachedTokens = 0 } = usage ?? {};
  return { promptTokens, completionTokens, cachedTokens, cost: price, unpriced: false, modelId: null };
}

async function allowed(journal: Journal, request: ApprovalRequest): Promise<void> {
  const [decision] = await journal.decisions([request]);
  const { status, comment } = decision ?? { status: 'EXPIRED', comment: null };
  if (status !== 'APPROVED') throw new ApprovalDeniedError(request.question, status, comment);
}

/** The request is shown as it goes out. It cannot be edited: another address would be another call. */
function question(call: OutsideCall, tool: PinnedTool, text: string): Omit<ApprovalRequest, 'key'> {
  const { key: about, effect, arguments: args } = call;
  return { about, question: text, tool, effect, arguments: args, editable: false };
}

/** An address as a tool, for the policy and for what people are asked. */
function asTool({ target, by = 'http', effect, name }: OutsideCall): PinnedTool {
  return {
    id: null,
    slug: `${by}/${target}`,
    title: name,
    description: '',
    inputSchema: { type: 'object' },
    effect,
    approval: 'NEVER',
    definitionHash: createHash('sha256').update(canonicalJson({ by, target, effect })).digest('hex'),
    problem: null,
  };
}
