import { type Endpoint, isRecord, type JsonObject } from '@aether/schema';
import { FlowOutputInvalidError } from '../flow/errors.ts';
import { textOf } from '../flow/text-of.ts';
import type { Journal, RunOutcome } from '../journal.ts';
import { schemaProblems } from '../outside/schema-problems.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { callEndpoint } from './call-endpoint.ts';

/** Runs an agent of another system: one call of its endpoint. What it answers must fit the outputs that the agent promises. */
export async function executeEndpoint(journal: Journal, parts: RuntimeParts, endpoint: Endpoint): Promise<RunOutcome> {
  const { input, spec, caller } = journal.run;
  const value = await callEndpoint(journal, parts, {
    endpoint,
    // The input was checked by the agent's schema when the run was accepted; it is JSON.
    inputs: input as JsonObject,
    name: endpoint.protocol === 'command' ? endpoint.program : new URL(endpoint.url).host,
    situation: { sawPrivate: caller?.sawPrivate === true, sawUntrusted: caller?.sawUntrusted === true },
  });
  const output = isRecord(value) ? (value as JsonObject) : { answer: value };
  const problems = spec.outputs === undefined ? [] : schemaProblems(spec.outputs as JsonObject, output);
  if (problems.length > 0) throw new FlowOutputInvalidError(problems.slice(0, 3), 'endpoint');
  return { output, text: textOf(output), citations: [] };
}
