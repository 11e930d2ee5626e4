import { type Database, DatabaseUnavailableError } from '@aether/common/graph';
import { mkdtempSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fakeTime,
  fakeTimeIsInstalled,
  mountSmallDisk,
  smallDiskIsPossible,
  startNeo4jServer,
} from '@aether/test-support';
import { expect, test } from 'vitest';
import { allEvents, runAgent, startRun } from '../create-executions.ts';
import { createFaultScene, LEASE_MS, type WorkerProcess } from './fault-scene.ts';

const MINUTES_5_MS = 300_000;

test('row 12: machines whose clocks are five minutes off, and jump, claim each run once and end none too early', async () => {
  await using scene = await createFaultScene();
  const skews = [MINUTES_5_MS, -MINUTES_5_MS];
  const workers: WorkerProcess[] = await Promise.all(
    skews.map((skew) => scene.startWorker({ environment: { WORKER_CLOCK_SHIFT_MS: String(skew) } })),
  );
  const ids: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    ids.push(...(await Promise.all(Array.from({ length: 10 }, () => scene.submit('call charge')))));
    // In mid-lease, to the other side.
    for (const worker of workers)
      worker.tell({ name: 'shift', milliseconds: (round % 2 === 0 ? -1 : 1) * MINUTES_5_MS });
  }
  expect(new Set(await scene.ends(ids))).toEqual(new Set(['SUCCEEDED']));
  const claims = await Promise.all(
    ids.map(async (id) =>
      (await allEvents(scene.desk.service, scene.viewer, id)).filter(({ event }) => event['status'] === 'RUNNING'),
    ),
  );
  expect(new Set(claims.map(({ length }) => length))).toEqual(new Set([1]));
  expect(scene.effects.book.countOf('charge')).toEqual({ requests: 40, applied: 40 });
  expect(await scene.audit()).toMatchObject({ succeeded: 40, timedOut: 0, problems: [] });
});

test.skipIf(!fakeTimeIsInstalled())(
  'row 12: the whole process in another time, which jumps beyond the lease',
  async () => {
    await using scene = await createFaultScene();
    const time = fakeTime(join(mkdtempSync(join(tmpdir(), 'aether-time-')), 'offset'), 0);
    const worker = await scene.startWorker({ environment: time.environment });
    worker.tell({ name: 'arm', point: 'after charge' });
    const id = await scene.submit('call charge');
    await worker.reached('after charge');
    time.set((LEASE_MS / 1_000) * 100);
    worker.tell({ name: 'pass', point: 'after charge' });
    expect(await scene.ends([id])).toEqual(['SUCCEEDED']);
    expect(scene.effects.book.countOf('charge')).toEqual({ requests: 1, applied: 1 });
    expect(await scene.audit()).toMatchObject({ problems: [] });
  },
);

test.skipIf(!smallDiskIsPossible())(
  'row 13: a full disk under the blobs: a typed error, no half file, and it goes on when there is room',
  async () => {
    using disk = mountSmallDisk(4);
    await using scene = await createFaultScene({ folder: disk.folder });
    await scene.startWorker();
    const before = await scene.submit('call read');
    expect(await scene.ends([before])).toEqual(['SUCCEEDED']);
    disk.fill();
    // Too large for the graph, and there is no room for it.
    const input = { input: { question: `call charge ${'x'.repeat(100_000)}` }, idempotencyKey: crypto.randomUUID() };
    const { data, errors } = await runAgent(scene.desk.service, scene.viewer, input);
    expect([data?.runAgent ?? null, errors.map(({ extensions }) => extensions?.['code'])]).toEqual([
      null,
      ['STORAGE_FULL'],
    ]);
    // What needs no room goes on.
    const small = await scene.submit('call read');
    expect(await scene.ends([small])).toEqual(['SUCCEEDED']);
    disk.free();
    const names = await readdir(disk.folder, { recursive: true, withFileTypes: true });
    expect(names.filter((entry) => entry.isFile())).toEqual([]);
    const id = await startRun(scene.desk.service, scene.viewer, input);
    scene.accepted.push(id);
    expect(await scene.ends([id])).toEqual(['SUCCEEDED']);
    expect(await scene.audit()).toMatchObject({ accepted: 3, succeeded: 3, problems: [] });
  },
);

test.skipIf(!smallDiskIsPossible())(
  'row 13: a full disk under Neo4j: nothing is accepted that is not kept, and it goes on when there is room',
  async () => {
    using disk = mountSmallDisk(700);
    await using neo4j = await startNeo4jServer(disk.folder);
    await using scene = await createFaultScene({ neo4jUri: neo4j.uri });
    const worker = await scene.startWorker();
    const before = await scene.submit('call charge');
    expect(await scene.ends([before])).toEqual(['SUCCEEDED']);
    worker.tell({ name: 'arm', point: 'after charge' });
    const inMidCall = await scene.submit('call charge put');
    await worker.reached('after charge');
    disk.fill();
    await fillStore(scene.desk.parts.database);
    worker.tell({ name: 'pass', point: 'after charge' });
    const refused = await Promise.all(Array.from({ length: 5 }, () => runAgent(scene.desk.service, scene.viewer)));
    const codes = refused.flatMap(({ errors }) => errors.map(({ extensions }) => extensions?.['code']));
    disk.free();
    neo4j.kill();
    await neo4j.back();
    const after = await scene.submit('call charge');
    const ends = await scene.ends([inMidCall, after]);
    expect(ends.filter((status) => status !== 'SUCCEEDED')).toEqual([]);
    expect(codes).toEqual(refused.map(() => 'UNAVAILABLE'));
    expect(scene.effects.book.countOf('charge')).toMatchObject({ applied: 3 });
    expect(await scene.audit()).toMatchObject({ lost: 0, problems: [] });
  },
);

/** Writes until the store takes no more: what it had laid by on the disk is used up then. */
async function fillStore(database: Database): Promise<void> {
  try {
    for (let count = 0; count < 1_000; count += 1)
      await database.migrate(`CREATE (:Filler {text: '${'x'.repeat(1_000_000)}'})`);
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) return;
    throw error;
  }
  throw new Error('The store took a gigabyte on a full disk.');
}
