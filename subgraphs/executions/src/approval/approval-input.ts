import type { ApprovalRequest } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';

/** What a person decides on: the tool as it is defined and the exact arguments. Its hash proves what was seen. */
export function approvalInput({ tool, arguments: args }: Pick<ApprovalRequest, 'tool' | 'arguments'>): JsonObject {
  return { tool: tool.slug, definitionHash: tool.definitionHash, arguments: args };
}
