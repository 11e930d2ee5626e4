import { setTimeout as pause } from 'node:timers/promises';
import { freePort, startChildServer } from '@aether/test-support';
import { postChat } from '../chat-endpoint.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import { folderOf } from './installed-peers.ts';
import type { Peer } from './peer.ts';
import { onCore } from './pinned-core.ts';

/** LiteLLM takes more than ten seconds to start on an idle machine. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 200;

/** Starts an installed peer and waits until it answers a chat. @throws Error with what it printed, or with its last answer */
export async function startPeer(peer: Peer, upstream: string, core: number | null): Promise<GatewayUnderTest> {
  const start = { folder: folderOf(peer), port: await freePort(), upstream };
  const { command, parameters, environment } = await peer.program(start);
  const [program, ...rest] = onCore(core, command, parameters);
  const server = await startChildServer(program, rest, start.port, { environment, patienceMs: PATIENCE_MS });
  const endpoint = peer.endpoint(start);
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      try {
        await (await postChat(endpoint, { stream: false, signal })).text();
        break;
      } catch (error) {
        if (signal.aborted) throw error;
        await pause(PAUSE_MS);
      }
    }
  } catch (error) {
    await server.kill();
    throw error;
  }
  return {
    name: `${peer.name} ${peer.version}`,
    note: peer.note,
    pid: server.process.pid ?? 0,
    endpoint: () => endpoint,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
