import { systemClock } from '@aether/common/service';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AccessWatch } from '../src/access-watch.ts';
import { startTestEdge } from './test-edge.ts';
import { logger, viewerOf } from './test-subgraphs.ts';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] }),
);
afterEach(() => void vi.useRealTimers());

function watched(expiresAt: string | null) {
  let viewer: ReturnType<typeof viewerOf> | null = viewerOf('a', { expiresAt });
  const end = vi.fn<() => void>();
  const watch = new AccessWatch({
    authenticator: { viewerOf: async () => viewer },
    clock: systemClock,
    logger,
    newRequestId: () => 'req_1',
  });
  const stop = watch.start({ token: 'aea_1', viewer, path: '/mcp', end });
  return { end, stop, disconnect: () => void (viewer = null) };
}

test('an app that is disconnected is let go within a minute', async () => {
  const { end, stop, disconnect } = watched(null);
  await vi.advanceTimersByTimeAsync(60_000);
  disconnect();
  expect(end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(end).toHaveBeenCalledOnce();
  stop();
});

test('a token that expires ends at its time, and nothing is watched after the end', async () => {
  const { end } = watched(new Date(Date.now() + 5_000).toISOString());
  await vi.advanceTimersByTimeAsync(4_999);
  expect(end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(end).toHaveBeenCalledOnce();
  const other = watched(new Date(Date.now() + 5_000).toISOString());
  other.stop();
  other.disconnect();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(other.end).not.toHaveBeenCalled();
});

test('a stream of GET /mcp breaks off when its access token expires', async () => {
  vi.useRealTimers();
  await using edge = await startTestEdge({
    routes: [
      {
        method: 'GET',
        path: '/mcp',
        handle: async () =>
          new Response(
            new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(': hello\n\n')) }),
            { headers: { 'content-type': 'text/event-stream' } },
          ),
      },
    ],
  });
  edge.viewers.set('aea_1', {
    ...viewerOf('a', { sessionId: null, expiresAt: new Date(Date.now() + 2_000).toISOString() }),
    resource: 'http://localhost:8080/mcp',
  });
  const response = await fetch(`${edge.origin}/mcp`, { headers: { authorization: 'Bearer aea_1' } });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});
