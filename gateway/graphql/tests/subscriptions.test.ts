import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type TestEdge, startTestEdge } from './test-edge.ts';
import { viewerOf } from './test-subgraphs.ts';

const TICKS =
  'subscription Ticks($id: ID!, $after: Int) { ticks(id: $id, after: $after) { seq text person { id name } } }';

interface Tick {
  readonly seq: number | null;
  readonly text: string;
  readonly person: { readonly id: string; readonly name: string } | null;
}

describe.each(['in one process', 'over HTTP'] as const)('federated subscriptions %s', (form) => {
  let edge: TestEdge;
  const clients: Client[] = [];

  beforeAll(async () => {
    edge = await startTestEdge({ form });
    for (const name of ['a', 'b', 'c']) edge.viewers.set(`key-${name}`, viewerOf(name, { sessionId: null }));
  });
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    await edge[Symbol.asyncDispose]();
  });

  function connect(token: string, onClosed: (code: number) => void = () => {}): Client {
    const client = createClient({
      url: `${edge.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      on: { closed: (event) => onClosed((event as { code: number }).code) },
    });
    clients.push(client);
    return client;
  }

  const subscribe = (client: Client, id: string, after?: number) =>
    client.iterate<{ ticks: Tick }>({ query: TICKS, variables: { id, ...(after === undefined ? {} : { after }) } });

  async function take(
    results: AsyncIterableIterator<{ data?: { ticks: Tick } | null; errors?: unknown }>,
    count: number,
  ): Promise<Tick[]> {
    const ticks: Tick[] = [];
    while (ticks.length < count) {
      const next = await results.next();
      if (next.done) break;
      if (next.value.data) ticks.push(next.value.data.ticks);
      else throw new Error(JSON.stringify(next.value.errors));
    }
    return ticks;
  }

  test('replays, then follows, with fields of another subgraph on every event', async () => {
    edge.subgraphs.log.tick('one');
    const results = subscribe(connect('key-a'), 'a');
    expect(await take(results, 1)).toEqual([{ seq: 1, text: 'one', person: { id: 'p0', name: 'p0 seen by a' } }]);
    edge.subgraphs.log.tick('two');
    expect(await take(results, 1)).toEqual([{ seq: 2, text: 'two', person: { id: 'p1', name: 'p1 seen by a' } }]);
    await results.return?.();
  });

  test('resumes after a seq without a gap and without a repetition', async () => {
    for (let index = 0; index < 5; index += 1) edge.subgraphs.log.tick('more');
    const last = edge.subgraphs.log.events.length;
    const results = subscribe(connect('key-a'), 'a', last - 3);
    expect((await take(results, 3)).map((tick) => tick.seq)).toEqual([last - 2, last - 1, last]);
    await results.return?.();
  });

  test('shares one upstream stream among 200 subscribers, whatever their cursors', async () => {
    const { log } = edge.subgraphs;
    const client = connect('key-a');
    const other = connect('key-a');
    const base = log.events.length;
    const readers = Array.from({ length: 200 }, (_, index) =>
      subscribe(index % 2 === 0 ? client : other, 'a', Math.max(0, base - (index % 4))),
    );
    const replayed = Array.from(readers, (reader, index) => take(reader, (index % 4) + 3));
    await vi.waitFor(() => expect(log.subscriptions).toBeGreaterThanOrEqual(1));
    for (let index = 0; index < 3; index += 1) log.tick(`shared ${index}`);
    const seen = await Promise.all(replayed);
    for (const [index, ticks] of seen.entries()) {
      const from = Math.max(0, base - (index % 4));
      expect(ticks.map((tick) => tick.seq)).toEqual(
        Array.from({ length: (index % 4) + 3 }, (_, step) => from + step + 1),
      );
    }
    await vi.waitFor(() => expect(log.open).toBe(1));
    expect(edge.gateway.hubs.size).toBe(1);
    log.volatile('preview');
    log.tick('last');
    for (const reader of readers) expect((await take(reader, 2)).map((tick) => tick.text)).toEqual(['preview', 'last']);
    for (const reader of readers) await reader.return?.();
    await vi.waitFor(() => expect(log.open).toBe(0));
    expect(edge.gateway.hubs.size).toBe(0);
  }, 30_000);

  test('never shows one tenant what was fetched for another', async () => {
    const [a, b] = [
      subscribe(connect('key-a'), 'a', edge.subgraphs.log.events.length),
      subscribe(connect('key-b'), 'b', edge.subgraphs.log.events.length),
    ];
    const both = Promise.all([take(a, 1), take(b, 1)]);
    await vi.waitFor(() => expect(edge.subgraphs.log.open).toBe(2));
    edge.subgraphs.log.tick('who');
    const [[forA], [forB]] = await both;
    expect(forA?.person?.name).toMatch(/seen by a$/u);
    expect(forB?.person?.name).toMatch(/seen by b$/u);
    await a.return?.();
    await b.return?.();
  });

  test('refuses a run of another tenant like an unknown one', async () => {
    await expect(take(subscribe(connect('key-b'), 'a'), 1)).rejects.toThrow(/NOT_FOUND|no such run/u);
  });

  test('closes with 4403 when the session ends in mid-stream', async () => {
    const code = Promise.withResolvers<number>();
    edge.viewers.set('short', viewerOf('c', { expiresAt: new Date(Date.now() + 600).toISOString() }));
    edge.viewers.set('short', viewerOf('c', { sessionId: null, expiresAt: new Date(Date.now() + 600).toISOString() }));
    const results = subscribe(connect('short', code.resolve), 'c', edge.subgraphs.log.events.length);
    const ended = take(results, 1).catch(() => {});
    expect(await code.promise).toBe(4403);
    await ended;
  });

  test('refuses a connection without a valid token', async () => {
    const code = Promise.withResolvers<number>();
    const results = subscribe(connect('nobody', code.resolve), 'a');
    await expect(take(results, 1)).rejects.toBeDefined();
    expect(await code.promise).toBe(4403);
  });

  test('ends with the last event of the run', async () => {
    const results = subscribe(connect('key-a'), 'a', edge.subgraphs.log.events.length);
    const rest = take(results, 5);
    await vi.waitFor(() => expect(edge.subgraphs.log.open).toBe(1));
    edge.subgraphs.log.tick('end');
    expect((await rest).map((tick) => tick.text)).toEqual(['end']);
  });
});
