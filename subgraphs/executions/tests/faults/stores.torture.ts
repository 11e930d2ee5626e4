import { redisIsInstalled, startNeo4jServer, startRedisServer, startTcpProxy } from '@aether/test-support';
import { RedisStreams, StreamsDoorbell } from '@aether/common/streams';
import { expect, inject, test } from 'vitest';
import { endOf, eventOf, runAgent, startRun } from '../create-executions.ts';
import { createFaultScene, logged } from './fault-scene.ts';

test.skipIf(!redisIsInstalled())(
  'row 4: Redis killed, back, flushed, and with a wrong password: runs are accepted and go on by the reconciler',
  async () => {
    await using redis = await startRedisServer();
    await using streams = new RedisStreams({ url: redis.url, onError: () => {} });
    await using doorbell = new StreamsDoorbell(streams);
    await using scene = await createFaultScene({ deskParts: { streams, doorbell } });
    const worker = await scene.startWorker({ redisUrl: redis.url });
    const withRedis = await scene.submit('call read charge');
    expect(await scene.ends([withRedis])).toEqual(['SUCCEEDED']);

    worker.tell({ name: 'arm', point: 'before charge' });
    const inMidRun = await scene.submit('call charge');
    await worker.reached('before charge');
    await redis.kill();
    // Somebody watches while nobody tells anything: the stream goes on from the record.
    const watched = endOf(scene.desk.service, scene.viewer, inMidRun);
    const rung = await Promise.all(Array.from({ length: 5 }, () => scene.submit('call read')));
    worker.tell({ name: 'pass', point: 'before charge' });
    expect(await watched).toMatchObject({ status: 'SUCCEEDED' });
    expect(await scene.ends(rung)).toEqual(rung.map(() => 'SUCCEEDED'));
    expect(logged(worker, 'redis')).toBeGreaterThanOrEqual(1);

    await redis.restart();
    const flushed: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      flushed.push(await scene.submit('call put'));
      await redis.flush();
    }
    expect(await scene.ends(flushed)).toEqual(flushed.map(() => 'SUCCEEDED'));
    await worker.stop();

    await using guarded = await startRedisServer('right');
    const stranger = await scene.startWorker({ redisUrl: guarded.url.replace('right', 'wrong') });
    const unheard = await scene.submit('call charge');
    expect(await scene.ends([unheard])).toEqual(['SUCCEEDED']);
    expect(logged(stranger, 'redis')).toBeGreaterThanOrEqual(1);
    expect(await scene.audit()).toMatchObject({ accepted: 13, succeeded: 13, problems: [] });
  },
);

test('row 5: kill -9 of Neo4j: nothing is accepted while it is away, nothing acknowledged is missing afterwards', async () => {
  await using neo4j = await startNeo4jServer();
  await using scene = await createFaultScene({ neo4jUri: neo4j.uri });
  // Longer than the restart: the run keeps the answer of its call in memory, and writes it when the database is back.
  const environment = { EXECUTIONS_LEASE_MS: '240000', EXECUTIONS_BEAT_MS: '1000' };
  const worker = await scene.startWorker({ environment });
  const before = await Promise.all(['call read', 'call charge put'].map((question) => scene.submit(question)));
  expect(await scene.ends(before)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  worker.tell({ name: 'arm', point: 'after charge' });
  const inMidCall = await scene.submit('call charge');
  await worker.reached('after charge');

  neo4j.kill();
  worker.tell({ name: 'pass', point: 'after charge' });
  const refused = await Promise.all(Array.from({ length: 3 }, () => runAgent(scene.desk.service, scene.viewer)));
  const acknowledged = refused.flatMap(({ data }) => data?.runAgent?.execution?.id ?? []);
  const codes = refused.flatMap(({ errors }) => errors.map(({ extensions }) => extensions?.['code']));
  await neo4j.back();
  // A restart may be over before the last of them gave up; whoever was told an id has its run.
  scene.accepted.push(...acknowledged);
  expect(codes).toEqual(Array.from({ length: refused.length - acknowledged.length }, () => 'UNAVAILABLE'));
  const after = await scene.submit('call charge');
  const ends = await scene.ends([inMidCall, after, ...acknowledged]);
  expect(ends).toEqual(ends.map(() => 'SUCCEEDED'));
  expect(scene.effects.book.countOf('charge')).toEqual({ requests: 3, applied: 3 });
  expect(await scene.audit()).toMatchObject({ failed: 0, lost: 0, problems: [] });
});

test('row 6: a slow Neo4j, answers that get lost and locks that collide: one run for one key, one write for one fact', async () => {
  const uri = new URL(inject('neo4jUri'));
  await using proxy = await startTcpProxy({ host: uri.hostname, port: Number(uri.port) });
  const throughProxy = `bolt://127.0.0.1:${proxy.port}`;
  await using scene = await createFaultScene({ deskUri: throughProxy });
  await scene.startWorker({ neo4jUri: throughProxy });
  proxy.setFault({ kind: 'latency', milliseconds: 300 });
  const slow = await scene.submit('call charge');
  expect(await scene.ends([slow])).toEqual(['SUCCEEDED']);
  proxy.setFault({ kind: 'none' });

  // The commit arrives, its answer does not: the caller asks again with its key and finds its first run.
  let resolved = 0;
  for (let round = 0; round < 3; round += 1) {
    const idempotencyKey = crypto.randomUUID();
    const input = { input: { question: `call put ${round}` }, idempotencyKey };
    proxy.setFault({ kind: 'half-open' });
    const first = runAgent(scene.desk.service, scene.viewer, input);
    await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 400))]);
    proxy.setFault({ kind: 'reset' });
    proxy.setFault({ kind: 'none' });
    await first;
    const id = await startRun(scene.desk.service, scene.viewer, input);
    scene.accepted.push(id);
    expect(await startRun(scene.desk.service, scene.viewer, input)).toBe(id);
    resolved += 1;
  }
  expect(resolved).toBe(3);

  // Connections break again and again while runs are under way: some while they are used, some while they are made or reset.
  for (let round = 0; round < 4; round += 1) {
    const cut = await Promise.all(Array.from({ length: 12 }, () => scene.submit('call read charge put')));
    await eventOf(scene.desk.service, scene.viewer, cut[0] ?? '', ({ event }) => event.__typename === 'ToolCalled');
    for (let time = 0; time < 5; time += 1) {
      proxy.resetConnections();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await scene.ends(cut)).toEqual(cut.map(() => 'SUCCEEDED'));
  }
  const audit = await scene.audit();
  expect(audit).toMatchObject({ accepted: 52, doubledEffects: 0, problems: [] });
});
