import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChildServer, type ChildServer } from './child-server.ts';
import { freePort } from './free-port.ts';

export interface RedisServer extends AsyncDisposable {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty: nothing is written to disk. */
  restart(): Promise<void>;
}

/**
 * For `describe.skipIf(!redisIsInstalled())`. Says loudly what is skipped and how to get it; where `CI` is "true" a
 * missing redis-server is a failure instead.
 */
export function redisIsInstalled(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  const message = 'redis-server is not installed (Debian: apt-get install redis-server).';
  if (process.env['CI'] === 'true') throw new Error(`${message} With CI=true nothing may be skipped.`);
  console.warn(`SKIPPED: tests against a real Redis. ${message}`);
  return false;
}

/** A real redis-server on a free loopback port, without persistence, in a folder of its own. */
export async function startRedisServer(): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'aether-redis-'));
  const port = await freePort();
  const start = (): Promise<ChildServer> =>
    startChildServer(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'],
      port,
    );
  let server = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill: () => server.kill(),
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
