import type { Viewer } from '@aether/common/security';
import type { Service } from '@aether/common/service';
import { type Benchmark, executeAs, measureLoad, testViewer, warmUp } from '@aether/test-support';
import { paidOperations } from '../tests/budgets/paid-agent.ts';
import { createExecutions, eventsOf, RUN, type RunAnswer } from '../tests/create-executions.ts';
import { AGENT_ID } from '../tests/run-agent-spec.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

const CONCURRENCY = 50;
const SET = 'mutation ($input: SetBudgetInput!) { setBudget(input: $input) { budget { id } } }';
/** More than any measurement spends. */
const LIMIT = 1_000_000_000_000;

/** One call that is paid by its tokens, and takes no time. */
const oneCall: ExecuteAgent = async (journal) => {
  const bound = () => ({ promptBytes: 1_000, maximumOutputTokens: 100 });
  const usage = {
    promptTokens: 200,
    completionTokens: 100,
    cachedTokens: 0,
    cost: 6_000,
    unpriced: false,
    modelId: null,
  };
  await journal.step(
    { key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', model: 'acme/dear', input: 1, bound },
    async () => ({ output: 'Because.', details: {}, usage }),
  );
  return { output: {}, text: '', citations: [] };
};

async function wholeRun(service: Service, viewer: Viewer): Promise<void> {
  const input = { agentId: AGENT_ID, input: { question: 'Why?' }, idempotencyKey: crypto.randomUUID() };
  const { data } = await executeAs<RunAnswer>(service, viewer, RUN, { input });
  const id = data.runAgent.execution?.id ?? '';
  for await (const { event } of eventsOf(service, viewer, id)) if (event.__typename === 'ExecutionEnded') return;
}

/** What budgets cost a run: without one, and with three that all count. */
export const benchmark: Benchmark = {
  name: 'budgets',
  says: 'runs with one paid call a second, under budgets of tenant, person and agent against none',
  async run({ neo4jUri, seconds, say }) {
    await using executions = await createExecutions({
      executeAgent: oneCall,
      operations: paidOperations(),
      neo4jUri: await neo4jUri(),
      config: { concurrency: 300, reconcileMs: 3_000 },
    });
    const { service } = executions;
    const measure = async (viewer: Viewer): Promise<number> => {
      const run = () => wholeRun(service, viewer);
      await warmUp({ concurrency: CONCURRENCY, secondsPerRound: seconds / 4 }, run);
      return (await measureLoad({ seconds, concurrency: CONCURRENCY }, run)).perSecond;
    };
    say('without a budget');
    const free = await measure(testViewer());
    const viewer = testViewer();
    const subjects = [
      ['TENANT', null],
      ['USER', viewer.userId],
      ['AGENT', AGENT_ID],
    ] as const;
    for (const [scope, subjectId] of subjects)
      await executeAs(service, viewer, SET, {
        input: { scope, subjectId, period: 'MONTH', limit: LIMIT, action: 'STOP' },
      });
    say('under three budgets');
    const limited = await measure(viewer);
    return [
      {
        name: `runs with one paid call under three budgets, ${CONCURRENCY} concurrent`,
        value: limited,
        unit: 'runs/s',
        reference: { name: 'without a budget', value: free },
      },
    ];
  },
};
