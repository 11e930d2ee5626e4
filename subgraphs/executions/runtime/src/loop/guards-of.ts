import type { AgentSpec } from '@aether/schema';
import type { PinnedRun } from '../journal.ts';

const STRICTNESS: readonly AgentSpec['guards']['untrustedContent'][] = ['ALLOW', 'APPROVAL', 'READ_ONLY'];

/**
 * What untrusted text may trigger in a run: what its own agent allows and, when such text made another agent call it, nothing that the
 * caller forbids. Else a poisoned document could do through a colleague what it may not do itself.
 */
export function guardsOf({ spec, caller }: Pick<PinnedRun, 'spec' | 'caller'>): AgentSpec['guards'] {
  const { guards } = spec;
  if (caller === null || caller === undefined || !caller.sawUntrusted) return guards;
  return {
    untrustedContent: stricter(guards.untrustedContent, caller.guards.untrustedContent),
    outboundApproval: guards.outboundApproval || caller.guards.outboundApproval,
  };
}

function stricter(
  left: AgentSpec['guards']['untrustedContent'],
  right: AgentSpec['guards']['untrustedContent'],
): AgentSpec['guards']['untrustedContent'] {
  return STRICTNESS.indexOf(left) > STRICTNESS.indexOf(right) ? left : right;
}
