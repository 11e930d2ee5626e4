import fc from 'fast-check';
import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningAgents, createAgent, patch, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

type Write = 'good' | 'stale' | 'ahead' | 'broken';

test('the revision counts the accepted writes, and only those, whatever comes between', async () => {
  const viewer = testViewer();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Write[]>('good', 'stale', 'ahead', 'broken'), { minLength: 1, maxLength: 6 }),
      async (writes) => {
        const { agent } = await createAgent(agents, viewer);
        let accepted = 0;
        for (const write of writes) {
          const revision = 1 + accepted;
          const expected = write === 'stale' ? revision - 1 : write === 'ahead' ? revision + 1 : revision;
          const path = write === 'broken' ? '/pins/not/there' : '/pins/count';
          const { draft } = await patch(agents, viewer, agent.id, expected, [{ op: 'add', path, value: accepted }]);
          if (draft !== null) accepted += 1;
        }
        const { data } = await agents.run(
          viewer,
          'query ($id: ID!) { agent(id: $id) { lastSeq draft { revision pins } } }',
          { id: agent.id },
        );
        const good = writes.filter((write) => write === 'good').length;
        expect(data.agent).toEqual({
          lastSeq: good,
          draft: { revision: 1 + good, pins: good === 0 ? {} : { count: good - 1 } },
        });
      },
    ),
    { numRuns: 8 },
  );
});
