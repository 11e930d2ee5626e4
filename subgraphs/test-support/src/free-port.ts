import { createServer } from 'node:net';

/**
 * A loopback port that nobody listens on right now. The port is free only until someone takes it: start the server
 * at once, and start it again with another port when it reports the address as taken.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() =>
      address !== null && typeof address === 'object'
        ? resolve(address.port)
        : reject(new Error('The operating system gave no TCP port on 127.0.0.1.')),
    );
  });
  return promise;
}
