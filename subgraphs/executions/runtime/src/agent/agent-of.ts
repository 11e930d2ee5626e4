import type { AgentSpec, JsonObject } from '@aether/schema';
import { executeEndpoint } from '../endpoint/execute-endpoint.ts';
import { probeEndpoint } from '../endpoint/probe-endpoint.ts';
import { converseOnce } from '../loop/converse-once.ts';
import { executeFlow } from '../flow/execute-flow.ts';
import { produceArtifacts } from '../produce/produce-artifacts.ts';
import { healthOfParts } from './health-of-parts.ts';
import type { AgentHealth, HealthFacts, RunnableAgent } from './runnable-agent.ts';
import { worseOf } from './worse-of.ts';

/** The agent that a specification describes. */
export function agentOf(spec: AgentSpec): RunnableAgent {
  return { spec, schema: () => schemaOf(spec), ...workOf(spec) };
}

function schemaOf({ inputs, outputs }: AgentSpec): ReturnType<RunnableAgent['schema']> {
  // A specification is JSON.
  return { inputs: inputs as JsonObject, outputs: (outputs as JsonObject | undefined) ?? null };
}

function workOf(spec: AgentSpec): Pick<RunnableAgent, 'execute' | 'health'> {
  const { type, endpoint, flow } = spec;
  const own = (facts: HealthFacts): AgentHealth => healthOfParts(spec, facts);
  if (type === 'HYBRID' && endpoint !== undefined && flow !== undefined)
    return {
      execute: (journal, parts) => executeFlow(journal, parts, flow),
      health: async (facts) => worseOf(own(facts), await probeEndpoint(endpoint, facts)),
    };
  if (type !== 'BUILT_IN' && endpoint !== undefined)
    return {
      execute: (journal, parts) => executeEndpoint(journal, parts, endpoint),
      health: (facts) => probeEndpoint(endpoint, facts),
    };
  const health = async (facts: HealthFacts): Promise<AgentHealth> => own(facts);
  if (spec.kind === 'WORKFLOW' && flow !== undefined)
    return { execute: (journal, parts) => executeFlow(journal, parts, flow), health };
  return { execute: spec.kind === 'PRODUCER' ? produceArtifacts : converseOnce, health };
}
