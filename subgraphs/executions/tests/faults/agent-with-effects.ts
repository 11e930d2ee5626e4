import { EFFECTS, type OperationHandlers } from '@aether/test-support';
import { rightsOperations } from '../rights-operations.ts';
import { agentSpec, runnableAgent } from '../run-agent-spec.ts';

/** What other services answer: people with every right, and one agent that may call the four tools of the effect server, each declared as what it is. */
export function agentWithEffects(): OperationHandlers {
  const named = Object.keys(EFFECTS).map((name) => [name, { tool: `effects/${name}`, approval: 'NEVER' as const }]);
  const spec = agentSpec({
    tools: Object.fromEntries(named),
    guards: { untrustedContent: 'ALLOW' },
  });
  const tools = Object.entries(EFFECTS).map(([name, effect]) => ({
    id: `tol_${name}`,
    slug: `effects/${name}`,
    name,
    title: null,
    description: `Does ${name}.`,
    inputSchema: { type: 'object' },
    outputSchema: null,
    effect,
    approval: 'NEVER',
    definitionHash: `hash of ${name}`,
    approved: true,
  }));
  return {
    ...rightsOperations(),
    AgentVersionForRun: () => ({ agentVersionForRun: { ...runnableAgent({ spec }), tools } }),
  };
}
