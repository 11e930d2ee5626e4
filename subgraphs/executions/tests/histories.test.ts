import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestParts } from '@aether/test-support';
import { executeAgent } from '@aether/runtime';
import { expect, test } from 'vitest';
import { runtimeParts } from '../src/accept/runtime-parts.ts';
import type { ApprovalStore } from '../src/db/approval-store.ts';
import type { ConversationStore } from '../src/db/conversation-store.ts';
import type { ChildStore } from '../src/db/child-store.ts';
import type { ExecutionReader } from '../src/db/execution-reader.ts';
import type { WaitStore } from '../src/db/wait-store.ts';
import type { PinnedTexts } from '../src/db/pinned-texts.ts';
import { storedEventSchema } from '../src/db/records.ts';
import { executionsConfig } from '../src/index.ts';
import { ExecutionWriter } from '../src/journal/execution-writer.ts';
import { LiveEvents } from '../src/journal/live-events.ts';
import type { PersonRights } from '../src/rights/person-rights.ts';
import { ExecutionRun } from '../src/worker/execution-run.ts';
import { RunPlaces } from '../src/worker/run-places.ts';
import { RecordClock } from '../src/worker/record-clock.ts';
import type { History } from './history.ts';
import { MemoryExecutionStore } from './simulation/memory-execution-store.ts';
import { NO_BUDGETS, NO_CHILDREN, UNCHANGED_RIGHTS } from './simulation/simulated-process.ts';

const FOLDER = join(import.meta.dirname, 'fixtures', 'histories');

const files = globSync('*.json', { cwd: FOLDER }).toSorted();
const read = (file: string): History => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as History;
/** What an end leaves behind. */
const ENDED = ['output', 'citations', 'endedAt', 'durationMs'];

/** The run of a history, put back to the moment before its end: its worker is gone, all its steps are done. */
function beforeItsEnd({ execution, steps, events }: History): {
  store: MemoryExecutionStore;
  key: { tenantId: string; executionId: string };
} {
  const store = new MemoryExecutionStore(() => Date.parse(String(execution['startedAt'])));
  const key = { tenantId: String(execution['tenantId']), executionId: String(execution['id']) };
  const kept = events.slice(0, -1);
  const properties = Object.fromEntries(Object.entries(execution).filter(([name]) => !ENDED.includes(name)));
  store.executions.set(`${key.tenantId}/${key.executionId}`, {
    properties: {
      ...properties,
      status: 'RUNNING',
      owner: 'a worker that is gone',
      epoch: 1,
      notBeforeMs: 0,
      lastSeq: kept.length,
    },
    events: kept.map((event) => storedEventSchema.parse(event)),
    steps: new Map(steps.map((step) => [String(step['key']), { ...step }])),
    usage: new Set(),
  });
  return { store, key };
}

test('there are histories', () => {
  expect(files.length).toBeGreaterThanOrEqual(4);
});

test.for(files)(
  "%s: what was told then can be told now, and today's code goes on without doing anything again",
  async (file) => {
    const history = read(file);
    const { store, key } = beforeItsEnd(history);
    await using parts = await createTestParts();
    const { streams, logger } = parts;
    const calls: string[] = [];
    const refuse = (what: string) => async (): Promise<never> => {
      calls.push(what);
      throw new TypeError(`${what} was asked again`);
    };
    const live = new LiveEvents(streams);
    const startedAt = new Date(String(history.execution['startedAt']));
    const pins: Pick<PinnedTexts, 'find'> = {
      find: async (_tenantId, hash) => history.pins.find((pin) => pin.hash === hash)?.text ?? 'null',
    };
    const worker = { worker: 'today', epoch: await store.openWorker('today', [], 60_000) };
    const [claimed] = await store.claim(worker, [{ ...key, isLost: false }]);
    if (claimed === undefined) throw new Error('The run is not to be had.');
    const run = new ExecutionRun(
      claimed,
      {
        ...parts,
        config: { ...executionsConfig({}), attempts: 1 },
        store,
        writer: new ExecutionWriter({ store, live, streams, lane: 'today', logger }),
        live,
        clock: new RecordClock({ now: () => startedAt, monotonicMs: () => performance.now() }),
        pins: pins as Partial<PinnedTexts> as PinnedTexts,
        // No history is in a conversation, and none waits any more.
        conversations: {} as Partial<ConversationStore> as ConversationStore,
        approvals: {} as Partial<ApprovalStore> as ApprovalStore,
        waits: {} as Partial<WaitStore> as WaitStore,
        reader: {} as Partial<ExecutionReader> as ExecutionReader,
        children: NO_CHILDREN as Partial<ChildStore> as ChildStore,
        places: new RunPlaces(),
        rights: UNCHANGED_RIGHTS as Partial<PersonRights> as PersonRights,
        budgets: NO_BUDGETS,
        runtime: runtimeParts(
          { ...parts, modelFetch: refuse('the model'), toolFetch: refuse('a tool') },
          {
            agents: { run: refuse('an agent') },
            artifacts: { store: refuse('a file') },
            egress: { open: () => refuse('an address') },
            commands: { run: refuse('a program') },
            renderDocument: refuse('a file'),
          },
        ),
        executeAgent,
      },
      new AbortController().signal,
    );
    await run.run();
    expect(calls).toEqual([]);
    const ended = await store.find(key);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: JSON.parse(String(history.execution['output'])) });
    const told = store.executions.get(`${key.tenantId}/${key.executionId}`)?.events ?? [];
    const names = (events: readonly { readonly name: string }[]) => events.map(({ name }) => name);
    // Between what was told and the end there is nothing but that it was resumed.
    expect(names(told)).toEqual([...names(history.events.slice(0, -1)), 'execution-running', 'execution-end']);
    expect(JSON.parse(history.events.at(-1)?.data ?? '{}')).toMatchObject({ output: told.at(-1)?.data['output'] });
  },
);
