import { EFFECTS, type OperationHandlers } from '@aether/test-support';
import { rightsOperations } from '../rights-operations.ts';
import { agentSpec, runnableAgent } from '../run-agent-spec.ts';

/** The most that a call of the model may cost, in nano-USD: twice what it charges (`MODEL_COST`). */
export const MOST_OF_A_CALL = 10;
const MAXIMUM_OUTPUT_TOKENS = 1_000;

/**
 * What other services answer: people with every right, a model with a price, and one agent that may call the four tools of the effect server,
 * each declared as what it is.
 */
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
    ModelPrice: () => ({
      model: {
        maximumOutputTokens: MAXIMUM_OUTPUT_TOKENS,
        inputPricePerMillion: 0,
        outputPricePerMillion: (MOST_OF_A_CALL * 1_000_000) / MAXIMUM_OUTPUT_TOKENS,
        builtIn: false,
      },
    }),
    AgentVersionForRun: () => ({ agentVersionForRun: { ...runnableAgent({ spec }), tools } }),
  };
}
