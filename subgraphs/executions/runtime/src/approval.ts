import type { JsonObject } from '@aether/schema';
import type { PinnedTool, ToolEffect } from './tool.ts';

/** Key of the approval that lets a step through. */
export function approvalKeyOf(stepKey: string): string {
  return `approve/${stepKey}`;
}

/** A question to a person: may this call go out, may the flow go on here? */
export interface ApprovalRequest {
  /** Of the approval's own step. */
  readonly key: string;
  /** Of the step that it lets through. */
  readonly about: string;
  readonly question: string;
  /** Null = the question is not about a call. */
  readonly tool: PinnedTool | null;
  readonly effect: ToolEffect | null;
  /** Node of the flow that asks. */
  readonly nodeId?: string;
  /** Exactly what will be sent; without a call, what the person is shown. */
  readonly arguments: JsonObject;
  /** A question of the tool itself: what a person answers by. Absent = whether the call may go out. */
  readonly wants?: { readonly schema: JsonObject } | { readonly url: string };
  /** False for a call that went out before: it may be repeated as it was, or not at all. */
  readonly editable: boolean;
}

/** EXPIRED: nobody decided in time. */
export type ApprovalDecision =
  | {
      readonly status: 'APPROVED';
      /** As proposed, or as the person changed them. */
      readonly arguments: JsonObject;
      readonly comment: string | null;
    }
  | {
      readonly status: 'DENIED' | 'EXPIRED';
      readonly comment: string | null;
      /** A question that was closed without an answer. */
      readonly isDismissed?: boolean;
    };
