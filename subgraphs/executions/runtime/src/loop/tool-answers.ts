import type { JsonObject } from '@aether/schema';
import type { ApprovalDecision, ApprovalRequest } from '../approval.ts';
import type { Journal } from '../journal.ts';
import type { ToolInput, ToolQuestion, ToolQuestions } from '../runtime-parts.ts';
import type { PlannedCall } from './plan-tool-call.ts';
import { untrustedText } from './untrusted-text.ts';

/** A person reads it beside the name of the server; longer ones hide what is asked. */
const MESSAGE_CHARACTERS = 1_000;

/**
 * Asks people what a tool wants to know before it goes on, and answers it in their words.
 * @param round of the call that asked, from 0
 * @throws WaitingError until every question is answered
 */
export async function toolAnswers(
  journal: Journal,
  call: PlannedCall,
  round: number,
  { questions, state }: ToolQuestions,
): Promise<ToolInput> {
  const requests = questions.map((question, index) => requestOf(call, `ask/${call.key}/${round}/${index}`, question));
  const asked = requests.filter((request) => request !== null);
  const decisions = asked.length === 0 ? [] : await journal.decisions(asked);
  const decisionOn = new Map(asked.map(({ key }, index) => [key, decisions[index]]));
  const responses = questions.map(({ name, schema }, index) => {
    const decision = decisionOn.get(requests[index]?.key ?? '');
    return [name, responseOf(decision, schema !== null)] as const;
  });
  return { responses: Object.fromEntries(responses), state };
}

/** Null = a person cannot be asked that. */
function requestOf({ key: about, tool }: PlannedCall, key: string, question: ToolQuestion): ApprovalRequest | null {
  const { message, schema, url } = question;
  const wants = schema !== null ? { schema } : url !== null ? { url } : null;
  if (wants === null) return null;
  const server = tool.slug.slice(0, tool.slug.indexOf('/'));
  return {
    key,
    about,
    question: `"${server}" asks: ${untrustedText(message, MESSAGE_CHARACTERS)}`,
    tool,
    effect: null,
    arguments: url === null ? {} : { url },
    wants,
    editable: schema !== null,
  };
}

/** In the words of MCP. Who did not decide has cancelled. */
function responseOf(decision: ApprovalDecision | undefined, isForm: boolean): JsonObject {
  if (decision?.status === 'APPROVED')
    return isForm ? { action: 'accept', content: decision.arguments } : { action: 'accept' };
  return { action: decision?.status === 'DENIED' && decision.isDismissed !== true ? 'decline' : 'cancel' };
}
