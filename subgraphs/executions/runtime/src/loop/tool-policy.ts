import type { AgentSpec } from '@aether/schema';
import type { ApprovalPolicy, PinnedTool, ToolEffect } from '../tool.ts';

export interface ToolSituation {
  /** Text of documents, tools or the web is in the prompt: it may have made the model call. */
  readonly sawUntrusted: boolean;
  /** Passages of the organization's own notebooks are in the prompt. */
  readonly sawPrivate: boolean;
}

/** RUN: at once. ASK: a person decides. REFUSE: the agent's guards forbid it. */
export type ToolVerdict = 'RUN' | 'ASK' | 'REFUSE';

const STRICTNESS: readonly ApprovalPolicy[] = ['NEVER', 'ON_WRITE', 'ALWAYS'];
const OF_SPEC = { NEVER: 'NEVER', WRITES: 'ON_WRITE', ALWAYS: 'ALWAYS' } as const satisfies Record<
  string,
  ApprovalPolicy
>;

type SpecTool = AgentSpec['tools'][string];

/** What a repetition of the call does: the agent's override, else the tool's own declaration. */
export function effectOf(tool: PinnedTool, specTool: SpecTool): ToolEffect {
  return specTool.effect ?? tool.effect;
}

/**
 * The stricter of the tool's policy (its administrator's) and the agent's, then the agent's guards. A call counts as writing
 * when either the tool or the agent says so: an override must not talk an approval away.
 */
export function verdictOn(
  tool: PinnedTool,
  specTool: SpecTool,
  guards: AgentSpec['guards'],
  { sawUntrusted, sawPrivate }: ToolSituation,
): ToolVerdict {
  const isWriting = tool.effect !== 'READ' || effectOf(tool, specTool) !== 'READ';
  const policy = stricter(tool.approval, OF_SPEC[specTool.approval]);
  if (isWriting && sawUntrusted && guards.untrustedContent === 'READ_ONLY') return 'REFUSE';
  if (policy === 'ALWAYS' || (policy === 'ON_WRITE' && isWriting)) return 'ASK';
  if (!isWriting || !sawUntrusted) return 'RUN';
  if (guards.untrustedContent === 'APPROVAL') return 'ASK';
  return guards.outboundApproval && sawPrivate ? 'ASK' : 'RUN';
}

function stricter(left: ApprovalPolicy, right: ApprovalPolicy): ApprovalPolicy {
  return STRICTNESS.indexOf(left) > STRICTNESS.indexOf(right) ? left : right;
}
