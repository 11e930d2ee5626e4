import type { ApprovalPolicy, ToolEffect, ToolServerKind } from '../../gql/graphql.ts';
import type { StateWord } from './health.ts';
import type { Tool } from './tools-document.ts';

const EFFECTS: readonly { value: ToolEffect; label: string }[] = [
  { value: 'READ', label: 'Only reads' },
  { value: 'IDEMPOTENT', label: 'Changes; a repeated call changes nothing more' },
  { value: 'KEYED', label: 'Changes; a repeated call with the same key does not' },
  { value: 'ONCE', label: 'Changes; never repeat a call unasked' },
];

/** What can be approved for a tool of a server. Those of TAS hand no key on. */
export function effectsOf(kind: ToolServerKind): typeof EFFECTS {
  const isOfTas = kind === 'TAS_MCP' || kind === 'TAS_BRIDGE';
  return EFFECTS.filter(({ value }) => value !== 'KEYED' || !isOfTas);
}

export const APPROVALS: readonly { value: ApprovalPolicy; label: string }[] = [
  { value: 'NEVER', label: 'Call it without asking' },
  { value: 'ON_WRITE', label: 'Ask a person before it changes something' },
  { value: 'ALWAYS', label: 'Ask a person before every call' },
];

export const SHORT_EFFECTS: Record<ToolEffect, string> = {
  READ: 'Reads',
  IDEMPOTENT: 'Changes, repeatable',
  KEYED: 'Changes, by key',
  ONCE: 'Changes, once',
};

/** Whether agents may call it, and why not. */
export function approvalWord({ approved, changed, listed }: Pick<Tool, 'approved' | 'changed' | 'listed'>): StateWord {
  if (!listed) return { shape: 'cancelled', tone: 'quiet', word: 'No more offered' };
  if (approved) return { shape: 'succeeded', tone: 'success', word: 'Approved' };
  if (changed) return { shape: 'warning', tone: 'warning', word: 'Changed' };
  return { shape: 'queued', tone: 'quiet', word: 'Not approved' };
}
