import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, requireFreePort } from '../../local/ports.ts';

test('a busy port is refused with the way out', async () => {
  const port = await freePort();
  const server = createServer().listen(port);
  await once(server, 'listening');
  await expect(requireFreePort(port, 'AETHER_PORT')).rejects.toThrow(
    new RegExp(`Port ${port} is busy.*\\n.*AETHER_PORT=${port + 1} npm start`),
  );
  server.close();
});

test('a free port passes and is free afterwards', async () => {
  const port = await freePort();
  await requireFreePort(port, 'AETHER_PORT');
  await requireFreePort(port, 'AETHER_PORT');
});
