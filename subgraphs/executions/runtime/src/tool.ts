import type { JsonObject } from '@aether/schema';

/** What a repeated call does. READ, IDEMPOTENT: run again. KEYED: run again with the same key. ONCE: never run again unasked. */
export type ToolEffect = 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';

/** When a person is asked before a call. */
export type ApprovalPolicy = 'NEVER' | 'ON_WRITE' | 'ALWAYS';

/** A tool as it was defined and approved when the run was accepted. */
export interface PinnedTool {
  /** Of the catalog; null when it is not there. */
  readonly id: string | null;
  /** `<server>/<tool>`, as the spec names it. */
  readonly slug: string;
  readonly title: string | null;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly effect: ToolEffect;
  readonly approval: ApprovalPolicy;
  readonly definitionHash: string;
  /** Why it cannot be called; null = it can. */
  readonly problem: string | null;
}
