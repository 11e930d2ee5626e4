import type { FlowNode } from '@aether/schema';
import type { CallerFacts } from '../journal.ts';
import type { WorkNode } from './node-context.ts';
import type { ToolSituation } from '../loop/tool-policy.ts';

const UNTRUSTED: ReadonlySet<string> = new Set(['retrieve', 'tool', 'agent', 'http', 'endpoint', 'subflow', 'wait']);

/** What values may hold that come from these nodes, and from who called the run: text of documents and tools, and what models made of it. */
export function situationOf(nodes: readonly FlowNode[], caller: CallerFacts | null): ToolSituation {
  const kinds = nodes.map((node): FlowNode | WorkNode => (node.type === 'map' ? node.each : node));
  const callsTools = kinds.some((node) => node.type === 'model' && node.tools.length > 0);
  return {
    sawPrivate: caller?.sawPrivate === true || kinds.some(({ type }) => type === 'retrieve'),
    sawUntrusted: caller?.sawUntrusted === true || callsTools || kinds.some(({ type }) => UNTRUSTED.has(type)),
  };
}
