import { tenantStatement } from '@aether/common/graph';
import { startTcpProxy, testViewer } from '@aether/test-support';
import { expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { callsBeside, childrenOf, createTeam, startMember, treeOf } from './agent-team.ts';
import { endOf, testQueue } from './create-executions.ts';
import { hang } from './scripted-loops.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 30_000 };
const members = { boss: {}, clerk: {} };
const bossCallsClerk = (work: ExecuteAgent): ExecuteAgent =>
  callsBeside((agent) => (agent === 'boss' ? ['clerk'] : []), work);
const because = { output: { answer: 'Because.' }, text: 'Because.', citations: [] };

test('a family whose process is killed goes on in the next one: the caller adopts the run that it had called', async () => {
  const viewer = testViewer();
  // A lease of an hour: only the name can give the runs back.
  const config = { leaseMs: 3_600_000, beatMs: 1_000, queues: [testQueue()] };
  const uri = new URL(inject('neo4jUri'));
  await using proxy = await startTcpProxy({ host: uri.hostname, port: Number(uri.port) });
  let begun = 0;
  const hangs = bossCallsClerk((journal) => {
    begun += 1;
    return hang(journal.signal);
  });
  await using killed = await createTeam({
    members,
    executeAgent: hangs,
    config,
    neo4jUri: `bolt://127.0.0.1:${proxy.port}`,
  });
  await using _mended = { [Symbol.asyncDispose]: async () => proxy.setFault({ kind: 'none' }) };
  const id = await startMember(killed.service, viewer, 'boss');
  await expect.poll(() => begun, PATIENT).toBe(1);
  // As the database sees a process that died.
  proxy.setFault({ kind: 'reset' });

  const { instance } = killed.parts;
  const executeAgent = bossCallsClerk(async () => because);
  await using again = await createTeam({ members, executeAgent, config, parts: { instance } });
  expect(await endOf(again.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: because.output });
  expect(childrenOf(await treeOf(again.service, viewer, id))).toMatchObject([{ status: 'SUCCEEDED' }]);
});

const FORGET = tenantStatement(
  'executions.test-forget-costs',
  `MATCH (c:Execution {tenantId: $tenantId}) WHERE c.parentId = $id AND c.createdAt > ''
   MATCH (p:Execution {tenantId: $tenantId, id: $id})
   SET p.spent = p.spent - p.childrenSpent, p.childrenSpent = 0, c.dueParentId = p.id RETURN p.spent AS spent`,
);

test('what a run had called is counted by the reconciler when the process died between its end and the sum', async () => {
  const viewer = testViewer();
  const pays: ExecuteAgent = async (journal) => {
    const usage = { promptTokens: 1, completionTokens: 1, cachedTokens: 0, cost: 7, unpriced: false, modelId: null };
    await journal.step({ key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: 1 }, async () => ({
      output: 1,
      details: {},
      usage,
    }));
    return because;
  };
  await using team = await createTeam({ members, executeAgent: bossCallsClerk(pays) });
  const id = await startMember(team.service, viewer, 'boss');
  await endOf(team.service, viewer, id);
  const spent = async () => (await treeOf(team.service, viewer, id)).spent;
  await expect.poll(spent, PATIENT).toBe(7);
  await team.parts.database.tenant(viewer.tenantId).write(FORGET, { id }, z.object({ spent: z.number() }));
  await expect.poll(spent, PATIENT).toBe(7);
});
