import { PlatformError } from '@aether/common/service';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { allEvents, createExecutions, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { RunOverError } from '../src/worker/errors.ts';
import { hang, simple, started, twoSteps } from './scripted-loops.ts';

const CANCEL = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { execution { status } userErrors { code } } }`;
const CHAIN = `query ($id: ID!) { execution(id: $id) { status error { code message stepId } diagnosis { cause nextActions step { key } }
  chain { steps { edges { node { key status attempt attempts { number error { code } } } } } summary { optimizationOpportunities { code } } } } }`;

test('a worker that stops hands its run over, and another goes on without repeating a done step', async () => {
  const viewer = testViewer();
  const config = { queues: [testQueue()] };
  const [before, after] = [twoSteps(), twoSteps()];
  await using first = await createExecutions({ executeAgent: before.executeAgent, config });
  const id = await startRun(first.service, viewer);
  await eventOf(first.service, viewer, id, started('two'));
  await first.service[Symbol.asyncDispose]();

  after.gate.resolve();
  await using second = await createExecutions({ executeAgent: after.executeAgent, config });
  expect(await endOf(second.service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { first: 'first', second: 'second' },
  });
  expect(before.ran).toEqual(['one', 'two']);
  expect(after.ran).toEqual(['two']);
  const names = (await allEvents(second.service, viewer, id)).map(({ event }) => event.__typename);
  expect(names.filter((name) => name === 'MessageReset')).toHaveLength(1);
  expect(names.filter((name) => name === 'ExecutionEnded')).toHaveLength(1);
});

test('cancelling a run that waits in a step ends it within 2 s and closes the step', async () => {
  const viewer = testViewer();
  const { executeAgent } = twoSteps();
  await using executions = await createExecutions({ executeAgent });
  const id = await startRun(executions.service, viewer);
  await eventOf(executions.service, viewer, id, started('two'));
  const begin = performance.now();
  const { data } = await executeAs(executions.service, viewer, CANCEL, {
    input: { executionId: id, reason: 'Enough.' },
  });
  expect(data).toMatchObject({ cancelExecution: { userErrors: [] } });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'CANCELLED',
    error: { code: 'CANCELLED' },
  });
  expect(performance.now() - begin).toBeLessThan(2_000);
  const ended = (await allEvents(executions.service, viewer, id)).filter(
    ({ event }) => event.__typename === 'StepEnded',
  );
  expect(ended.map(({ event }) => event['stepStatus'])).toEqual(['SUCCEEDED', 'CANCELLED']);
  const again = await executeAs(executions.service, viewer, CANCEL, { input: { executionId: id } });
  expect(again.data).toMatchObject({
    cancelExecution: { execution: { status: 'CANCELLED' }, userErrors: [{ code: 'EXECUTION_ENDED' }] },
  });
});

test('a loop that does not listen is left behind: the cancelled run ends within 2 s all the same', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ executeAgent: () => new Promise(() => {}) });
  const id = await startRun(executions.service, viewer);
  await eventOf(executions.service, viewer, id, ({ event }) => event['status'] === 'RUNNING');
  const begin = performance.now();
  await executeAs(executions.service, viewer, CANCEL, { input: { executionId: id } });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'CANCELLED' });
  expect(performance.now() - begin).toBeLessThan(2_000);
});

test('a run that succeeds stops what its loop left in work, and no worker has taken it', async () => {
  const viewer = testViewer();
  const left = Promise.withResolvers<unknown>();
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      hang(journal.signal).catch(left.resolve);
      return { output: {}, text: 'ok', citations: [] };
    },
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await left.promise).toBeInstanceOf(RunOverError);
});

test('a queued run that is cancelled ends at once, without a worker', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ config: { concurrency: 0 } });
  const id = await startRun(executions.service, viewer);
  const { data } = await executeAs(executions.service, viewer, CANCEL, { input: { executionId: id } });
  expect(data).toMatchObject({ cancelExecution: { execution: { status: 'CANCELLED' }, userErrors: [] } });
  expect((await allEvents(executions.service, viewer, id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('a run past its deadline ends TIMED_OUT', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ executeAgent: (journal) => hang(journal.signal) });
  const id = await startRun(executions.service, viewer, { deadlineMs: 300 });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'TIMED_OUT',
    error: { code: 'DEADLINE_EXCEEDED' },
  });
});

test('a run that nobody works on is ended by the reconciler at its deadline', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ config: { concurrency: 0 } });
  const id = await startRun(executions.service, viewer, { deadlineMs: 100 });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'TIMED_OUT' });
});

test('a retryable failure is tried again, with the attempts in the chain', async () => {
  const viewer = testViewer();
  let calls = 0;
  await using executions = await createExecutions({
    executeAgent: (journal) =>
      journal
        .step({ key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: 1 }, async () => {
          calls += 1;
          if (calls < 3) throw new PlatformError('PROVIDER_UNAVAILABLE', 'The vendor is down.');
          return { output: 'ok', ...simple };
        })
        .then((text) => ({ output: { text }, text, citations: [] })),
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  const statuses = (await allEvents(executions.service, viewer, id))
    .map(({ event }) => event['status'])
    .filter(Boolean);
  expect(statuses).toEqual(['QUEUED', 'RUNNING', 'RETRYING', 'RUNNING', 'RETRYING', 'RUNNING', 'SUCCEEDED']);
  const { data } = await executeAs(executions.service, viewer, CHAIN, { id });
  expect(data).toMatchObject({
    execution: {
      chain: {
        steps: {
          edges: [
            {
              node: {
                status: 'SUCCEEDED',
                attempt: 3,
                attempts: [
                  { number: 1, error: { code: 'PROVIDER_UNAVAILABLE' } },
                  { number: 2 },
                  { number: 3, error: null },
                ],
              },
            },
          ],
        },
        summary: { optimizationOpportunities: [{ code: 'RETRIES' }] },
      },
    },
  });
});

test('a failure that stays ends the run with its cause and what to do next', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      await journal.step({ key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: 1 }, () =>
        Promise.reject(new PlatformError('MODEL_GONE', 'The model is gone.')),
      );
      throw new Error('not reached');
    },
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'MODEL_GONE' },
  });
  const { data } = await executeAs(executions.service, viewer, CHAIN, { id });
  expect(data).toMatchObject({
    execution: {
      error: { code: 'MODEL_GONE' },
      diagnosis: { cause: '"Answer" failed: The model is gone.', step: { key: 'model/0' } },
    },
  });
});

test('an error without a code is masked', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ executeAgent: () => Promise.reject(new Error('password=secret')) });
  const id = await startRun(executions.service, viewer);
  const end = await endOf(executions.service, viewer, id);
  expect(end).toMatchObject({ status: 'FAILED', error: { code: 'INTERNAL_SERVER_ERROR' } });
  expect(JSON.stringify(end)).not.toContain('secret');
});

test('a resumed step that meets another input is not run again', async () => {
  const viewer = testViewer();
  let input = 1;
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      await journal.step({ key: 'one', type: 'VECTOR_SEARCH', name: 'One', input: input++ }, async () => ({
        output: 1,
        ...simple,
      }));
      throw new PlatformError('PROVIDER_UNAVAILABLE', 'The vendor is down.');
    },
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'NON_DETERMINISTIC' },
  });
});

test('a run that takes more steps than its agent allows ends', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      for (let number = 0; ; number += 1) {
        await journal.step({ key: `step/${number}`, type: 'VECTOR_SEARCH', name: 'Step', input: number }, async () => ({
          output: 1,
          ...simple,
        }));
      }
    },
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'STEP_LIMIT_REACHED' },
  });
});

test('an output too large for the graph is in the blob store and answers whole', async () => {
  const viewer = testViewer();
  const text = 'ä'.repeat(100_000);
  let ran = 0;
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      const output = await journal.step({ key: 'one', type: 'VECTOR_SEARCH', name: 'One', input: 1 }, async () => {
        ran += 1;
        return { output: text, ...simple };
      });
      if (journal.run.input['question'] === 'Why?' && ran === 1 && attempts++ === 0)
        throw new PlatformError('UNAVAILABLE', 'Again.');
      return { output: { output }, text: output, citations: [] };
    },
  });
  let attempts = 0;
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: null });
  expect(ran).toBe(1);
  const { data } = await executeAs<{ execution: unknown }>(
    executions.service,
    viewer,
    'query ($id: ID!) { execution(id: $id) { output chain { steps { edges { node { output { bytes truncated } } } } } } }',
    { id },
  );
  expect(data.execution).toMatchObject({
    output: { output: text },
    chain: { steps: { edges: [{ node: { output: { bytes: 200_002, truncated: true } } }] } },
  });
});
