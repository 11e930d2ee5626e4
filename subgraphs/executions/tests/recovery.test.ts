import { startTcpProxy, type TcpProxy, testViewer } from '@aether/test-support';
import { expect, inject, test } from 'vitest';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { allEvents, createExecutions, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { hang, simple, started, twoSteps } from './scripted-loops.ts';

const SHORT = { leaseMs: 1_500, beatMs: 200 };

/** The database behind a wire that can be cut. */
async function wire() {
  const uri = new URL(inject('neo4jUri'));
  const proxy = await startTcpProxy({ host: uri.hostname, port: Number(uri.port) });
  return { proxy, neo4jUri: `bolt://127.0.0.1:${proxy.port}` };
}

/** As the database sees a process that died: its connections are gone, and none comes again until the wire is mended. */
function cut(proxy: TcpProxy): void {
  proxy.setFault({ kind: 'reset' });
}

function mend(proxy: TcpProxy): void {
  proxy.setFault({ kind: 'none' });
}

test(
  'a worker that vanishes without a word loses its run to another, which repeats no done step',
  { timeout: 60_000 },
  async () => {
    const viewer = testViewer();
    const config = { ...SHORT, queues: [testQueue()] };
    const { proxy, neo4jUri } = await wire();
    await using _proxy = proxy;
    const [before, after] = [twoSteps(), twoSteps()];
    await using vanished = await createExecutions({ executeAgent: before.executeAgent, config, neo4jUri });
    await using _mended = { [Symbol.asyncDispose]: async () => mend(proxy) };
    const id = await startRun(vanished.service, viewer);
    await eventOf(vanished.service, viewer, id, started('two'));
    cut(proxy);

    after.gate.resolve();
    await using other = await createExecutions({ executeAgent: after.executeAgent, config });
    expect(await endOf(other.service, viewer, id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { first: 'first', second: 'second' },
    });
    expect(after.ran).toEqual(['two']);

    // The zombie comes to life, with its step done at last: nothing of it enters the record.
    const record = await allEvents(other.service, viewer, id);
    before.gate.resolve();
    mend(proxy);
    expect(await allEvents(other.service, viewer, id)).toEqual(record);
  },
);

test('a worker that is killed and comes back under its name takes up its runs at once', async () => {
  const viewer = testViewer();
  // A lease of an hour: only the name can give the run back.
  const config = { leaseMs: 3_600_000, beatMs: 1_000, queues: [testQueue()] };
  const { proxy, neo4jUri } = await wire();
  await using _proxy = proxy;
  const [before, after] = [twoSteps(), twoSteps()];
  await using killed = await createExecutions({ executeAgent: before.executeAgent, config, neo4jUri });
  await using _mended = { [Symbol.asyncDispose]: async () => mend(proxy) };
  const id = await startRun(killed.service, viewer);
  await eventOf(killed.service, viewer, id, started('two'));
  cut(proxy);

  after.gate.resolve();
  const { instance } = killed.parts;
  await using again = await createExecutions({ executeAgent: after.executeAgent, config, parts: { instance } });
  const begin = performance.now();
  expect(await endOf(again.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(performance.now() - begin).toBeLessThan(3_000);
  expect(after.ran).toEqual(['two']);
});

test('while the database is away a run waits within its lease and goes on', async () => {
  const viewer = testViewer();
  const { proxy, neo4jUri } = await wire();
  await using _proxy = proxy;
  const { ran, gate, executeAgent } = twoSteps();
  await using executions = await createExecutions({ executeAgent, neo4jUri });
  await using direct = await createExecutions({ config: { concurrency: 0 } });
  const id = await startRun(executions.service, viewer);
  await eventOf(direct.service, viewer, id, started('two'));
  proxy.setFault({ kind: 'reset' });
  gate.resolve();
  const back = setTimeout(() => proxy.setFault({ kind: 'none' }), 500);
  expect(await endOf(direct.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  clearTimeout(back);
  expect(ran).toEqual(['one', 'two']);
});

test('when the database is away for longer than the lease, the same worker takes the run up again', async () => {
  const viewer = testViewer();
  const { proxy, neo4jUri } = await wire();
  await using _proxy = proxy;
  const { ran, gate, executeAgent } = twoSteps();
  await using executions = await createExecutions({ executeAgent, neo4jUri, config: SHORT });
  await using direct = await createExecutions({ config: { concurrency: 0 } });
  const id = await startRun(executions.service, viewer);
  await eventOf(direct.service, viewer, id, started('two'));
  proxy.setFault({ kind: 'reset' });
  while ((await executions.service.readiness()).every((part) => part.ready))
    await new Promise((resolve) => setImmediate(resolve));
  proxy.setFault({ kind: 'none' });
  gate.resolve();
  expect(await endOf(direct.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(ran).toEqual(['one', 'two', 'two']);
});

test('a run that takes its worker down three times ends with CRASH_LOOP', { timeout: 60_000 }, async () => {
  const viewer = testViewer();
  const config = { leaseMs: 3_600_000, beatMs: 1_000, queues: [testQueue()] };
  const instance = `crashing-${crypto.randomUUID()}`;
  const executeAgent: ExecuteAgent = async (journal) => {
    await journal.step({ key: 'one', type: 'VECTOR_SEARCH', name: 'One', input: 1 }, async (step) => {
      await hang(step.signal);
      return { output: 1, ...simple };
    });
    throw new Error('not reached');
  };
  await using reader = await createExecutions({ config: { concurrency: 0 } });
  await using stack = new AsyncDisposableStack();
  let id = '';
  for (let life = 1; life <= 4; life += 1) {
    const { proxy, neo4jUri } = await wire();
    stack.use(proxy);
    const executions = stack.use(await createExecutions({ executeAgent, config, neo4jUri, parts: { instance } }));
    stack.defer(() => mend(proxy));
    if (life === 1) id = await startRun(executions.service, viewer);
    if (life === 4) break;
    let begun = 0;
    await eventOf(reader.service, viewer, id, (envelope) => started('one')(envelope) && (begun += 1) === life);
    cut(proxy);
  }
  expect(await endOf(reader.service, viewer, id)).toMatchObject({ status: 'FAILED', error: { code: 'CRASH_LOOP' } });
});
