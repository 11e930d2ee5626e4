import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LauncherError } from './launcher-error.ts';
import { freePort } from './ports.ts';

const ATTEMPTS = 100;
const PAUSE_MS = 50;

export interface LocalRedis extends AsyncDisposable {
  readonly url: string;
  stopAtOnce(): void;
}

/** The Redis of `REDIS_URL`, else a redis-server of our own, which keeps nothing on disk. @throws LauncherError without one */
export async function startRedis(url: string | null): Promise<LocalRedis> {
  if (url !== null) return { url, stopAtOnce: () => {}, [Symbol.asyncDispose]: async () => {} };
  const port = await freePort();
  const parameters = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', parameters, { stdio: 'ignore' });
  await Promise.race([untilListening(port), failure(child)]);
  return {
    url: `redis://127.0.0.1:${port}`,
    stopAtOnce: () => void child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function failure(child: ChildProcess): Promise<never> {
  const [cause] = await Promise.race([once(child, 'error'), once(child, 'exit')]).catch((error: unknown) => [error]);
  throw new LauncherError(
    'Several processes share a Redis, and none could be started.',
    ['Install redis-server (Debian and Ubuntu: apt install redis-server)', 'Or name one: REDIS_URL=redis://host:6379'],
    { cause },
  );
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await delay(PAUSE_MS);
    } finally {
      socket.destroy();
    }
  }
}
