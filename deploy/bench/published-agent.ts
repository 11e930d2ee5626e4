import type { ApiClient } from '../e2e/api-client.ts';

export const RUN_AGENT =
  'mutation ($input: RunAgentInput!) { runAgent(input: $input) { execution { id } userErrors { code message path } } }';

/** Makes an agent without knowledge that any of our clients may run, and publishes it. The answer is its id. */
export async function createPublishedAgent(client: ApiClient, name: string, instructions: string): Promise<string> {
  const spec = {
    specVersion: 1,
    kind: 'QA',
    instructions,
    inputs: { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] },
    model: { primary: 'builtin/extract' },
  };
  const { createAgent } = await client.data<{
    createAgent: { agent: { id: string; draft: { revision: number } } | null; userErrors: unknown[] };
  }>(
    'mutation ($input: CreateAgentInput!) { createAgent(input: $input) { agent { id draft { revision } } userErrors { code message } } }',
    { input: { name, spec, idempotencyKey: crypto.randomUUID() } },
  );
  if (createAgent.agent === null) throw new Error(JSON.stringify(createAgent.userErrors));
  const { id, draft } = createAgent.agent;
  const { publishAgent } = await client.data<{ publishAgent: { version: object | null; userErrors: unknown[] } }>(
    'mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { version { id } userErrors { code message path } } }',
    { input: { agentId: id, expectedRevision: draft.revision, notes: 'benchmark' } },
  );
  if (publishAgent.version === null) throw new Error(JSON.stringify(publishAgent.userErrors));
  return id;
}

/** Starts a run; the answer is its id. @throws Error with what the API said when it was not accepted */
export async function startRun(client: ApiClient, agentId: string, question: string): Promise<string> {
  const { runAgent } = await client.data<{ runAgent: { execution: { id: string } | null; userErrors: unknown[] } }>(
    RUN_AGENT,
    { input: { agentId, input: { question }, idempotencyKey: crypto.randomUUID() } },
  );
  if (runAgent.execution === null) throw new Error(JSON.stringify(runAgent.userErrors));
  return runAgent.execution.id;
}
