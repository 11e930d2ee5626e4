import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../src/tcp-proxy.ts';

interface Wire extends AsyncDisposable {
  readonly proxy: TcpProxy;
  readonly client: Socket;
  /** What the server got so far. */
  readonly arrived: string[];
}

/** A client, the proxy, and a server that answers each piece with the same in capitals. */
async function wire(): Promise<Wire> {
  const arrived: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (text: string) => {
      arrived.push(text);
      socket.write(text.toUpperCase());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const proxy = await startTcpProxy({ port: address !== null && typeof address === 'object' ? address.port : 0 });
  const client = connect({ host: '127.0.0.1', port: proxy.port }).setEncoding('utf8');
  client.on('error', () => {});
  await once(client, 'connect');
  return {
    proxy,
    client,
    arrived,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await proxy[Symbol.asyncDispose]();
      server.close();
    },
  };
}

async function ask(client: Socket, text: string): Promise<string> {
  client.write(text);
  const [answer] = await once(client, 'data');
  return String(answer);
}

test('passes bytes both ways, and the end of each side', async () => {
  await using made = await wire();
  expect(await ask(made.client, 'hello')).toBe('HELLO');
  made.client.end();
  await once(made.client, 'end');
});

test('latency delays both ways and keeps the order, the end included', async () => {
  await using made = await wire();
  made.proxy.setFault({ kind: 'latency', milliseconds: 30 });
  const start = performance.now();
  let text = '';
  made.client.on('data', (piece) => (text += piece));
  for (const letter of 'abc') made.client.write(letter);
  made.client.end();
  await once(made.client, 'end');
  expect(text).toBe('ABC');
  expect(performance.now() - start).toBeGreaterThan(55);
});

test('bandwidth: many bytes take their time, and keep their order', async () => {
  await using made = await wire();
  made.proxy.setFault({ kind: 'bandwidth', bytesPerSecond: 10_000 });
  const start = performance.now();
  let text = '';
  made.client.on('data', (piece) => (text += piece));
  for (const letter of 'abcd') made.client.write(letter.repeat(250));
  made.client.end();
  await once(made.client, 'end');
  expect(text).toBe([...'ABCD'].map((letter) => letter.repeat(250)).join(''));
  // 1,000 bytes there and 1,000 back, which overlap.
  expect(performance.now() - start).toBeGreaterThan(95);
});

test('half-open: the question arrives, the answer does not', async () => {
  await using made = await wire();
  expect(await ask(made.client, 'first')).toBe('FIRST');
  made.proxy.setFault({ kind: 'half-open' });
  made.client.write('lost answer');
  await expect.poll(() => made.arrived).toContain('lost answer');
  made.proxy.setFault({ kind: 'none' });
  expect(await ask(made.client, 'after')).toBe('AFTER');
});

test('blackhole: nothing arrives, the connection stays', async () => {
  await using made = await wire();
  expect(await ask(made.client, 'first')).toBe('FIRST');
  made.proxy.setFault({ kind: 'blackhole' });
  made.client.write('swallowed');
  // A second connection is accepted after the bytes of the first were taken.
  await once(
    connect({ host: '127.0.0.1', port: made.proxy.port }).on('error', () => {}),
    'connect',
  );
  made.proxy.setFault({ kind: 'none' });
  expect(await ask(made.client, 'after')).toBe('AFTER');
  expect(made.arrived).toEqual(['first', 'after']);
});

test('reset: open connections end with ECONNRESET, and so do new ones', async () => {
  await using made = await wire();
  expect(await ask(made.client, 'first')).toBe('FIRST');
  made.proxy.setFault({ kind: 'reset' });
  expect((await once(made.client, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' });
  const next = connect({ host: '127.0.0.1', port: made.proxy.port });
  const [error] = await once(next, 'error');
  expect(error).toMatchObject({ code: 'ECONNRESET' });
});
