import { approvalKeyOf, type ApprovalRequest } from '../approval.ts';
import type { PlannedCall } from './plan-tool-call.ts';

/** The question to a person before a call goes out. */
export function approvalOfCall({ key, tool, effect, arguments: args }: Omit<PlannedCall, 'verdict'>): ApprovalRequest {
  const question = `Call "${tool.title ?? tool.slug}"?`;
  return { key: approvalKeyOf(key), about: key, question, tool, effect, arguments: args, editable: true };
}
