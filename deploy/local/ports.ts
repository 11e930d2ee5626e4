import { createServer } from 'node:net';
import { once } from 'node:events';
import { LauncherError } from './launcher-error.ts';

/** A loopback port that is free now. Someone may take it before it is used: the caller's own bind still decides. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.');
  return address.port;
}

/**
 * Fails with the way out when the port is taken; checked before the slow parts start.
 * @param variable the environment variable that chooses another port
 */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (cause) {
    throw new LauncherError(
      `Port ${port} is busy: another program listens on it.`,
      [
        `Choose another one: ${variable}=${port + 1} npm start`,
        `Find the program: lsof -i :${port} (Linux also: ss -ltnp 'sport = :${port}')`,
        'If it is Aether itself, it is running already: npm run doctor',
      ],
      { cause },
    );
  }
  server.close();
  await once(server, 'close');
}
