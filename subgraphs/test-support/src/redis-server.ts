import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChildServer, type ChildServer } from './child-server.ts';
import { freePort } from './free-port.ts';
import { skipLoudly } from './skip-loudly.ts';

export interface RedisServer extends AsyncDisposable {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** kill -9. */
  kill(): Promise<void>;
  /** FLUSHALL: everything is gone when this resolves. */
  flush(): Promise<void>;
  /** Starts it again on the same port, empty: nothing is written to disk. */
  restart(): Promise<void>;
}

/**
 * For `describe.skipIf(!redisIsInstalled())`. Says loudly what is skipped and how to get it; where `CI` is "true" a
 * missing redis-server is a failure instead.
 */
export function redisIsInstalled(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  return skipLoudly(
    'tests against a real Redis',
    'redis-server is not installed (Debian: apt-get install redis-server).',
  );
}

/**
 * A real redis-server on a free loopback port, without persistence, in a folder of its own.
 * @param password that it asks for; `url` has it
 */
export async function startRedisServer(password?: string): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'aether-redis-'));
  const port = await freePort();
  const secret = password === undefined ? [] : ['--requirepass', password];
  const start = (): Promise<ChildServer> =>
    startChildServer(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        directory,
        '--save',
        '',
        '--appendonly',
        'no',
        ...secret,
      ],
      port,
    );
  let server = await start();
  return {
    url: password === undefined ? `redis://127.0.0.1:${port}` : `redis://:${password}@127.0.0.1:${port}`,
    port,
    kill: () => server.kill(),
    flush: () => flush(port),
    async restart() {
      await server.kill();
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** An inline command of the protocol (redis.io/docs, "Inline commands"). */
async function flush(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write('FLUSHALL\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (answer.toString() !== '+OK\r\n') throw new Error(`Redis answered ${answer.toString()}`);
}
