import type { ApprovalRequest } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';

/** What a person decides on: the tool as it is defined and the exact arguments, or the question and what is shown. Its hash proves what was seen. */
export function approvalInput({ tool, question, arguments: args, wants }: ApprovalRequest): JsonObject {
  if (tool === null) return { question, arguments: args };
  if (wants !== undefined) return { tool: tool.slug, definitionHash: tool.definitionHash, question, ...wants };
  return { tool: tool.slug, definitionHash: tool.definitionHash, arguments: args };
}
