import { mkdirSync } from 'node:fs';
import { FileBlobStore } from '@aether/common/blobs';
import { remoteFetch } from '@aether/common/process';
import { createLogger, serveService, systemClock } from '@aether/common/service';
import { InMemoryStreams, InProcessDoorbell, RedisStreams, StreamsDoorbell } from '@aether/common/streams';
import { isRecord } from '@aether/schema';
import { createTestParts, NamedPoints, ShiftedClock } from '@aether/test-support';
import { createExecutionsService, executionsConfig } from '../../src/index.ts';
import { agentWithEffects } from './agent-with-effects.ts';

// Executions in a process of its own, as tests kill, stop and cut it: the product's service and its real loop. Only what the composition
// root hands in is the test's: the wires to model and tools stand still at named points, the clock may be wrong.
const { WORKER_INSTANCE = 'worker', WORKER_BLOBS = '', WORKER_MODEL = '', WORKER_TOOLS = '' } = process.env;
const { NEO4J_URI = '', REDIS_URL = '', WORKER_CLOCK_SHIFT_MS = '0' } = process.env;

const points = new NamedPoints();
const clock = new ShiftedClock(Number(WORKER_CLOCK_SHIFT_MS));
const logger = createLogger('executions', { level: 'info' });

/** Stands still before a request goes out and after its whole answer came in. `name` is the body's word for what is asked. */
function withPoints(pass: typeof fetch, nameOf: (body: string) => string | null): typeof fetch {
  return async (input, init) => {
    const name = nameOf(String(init?.body ?? ''));
    if (name === null) return pass(input, init);
    await points.reach(`before ${name}`);
    const response = await pass(input, init);
    if (!points.isArmed(`after ${name}`)) return response;
    const body = await response.arrayBuffer();
    await points.reach(`after ${name}`);
    return new Response(body, response);
  };
}

const toolOf = (body: string): string | null =>
  body.includes('"tools/call"') ? (/"name":"\w+?__(\w+)"/u.exec(body)?.[1] ?? null) : null;

// A test run that is killed takes its workers with it.
process.once('disconnect', () => process.exit(1));
process.on('message', (message) => {
  if (!isRecord(message)) return;
  if (message['name'] === 'shift') clock.shiftMs = Number(message['milliseconds']);
  // Nothing of this process runs meanwhile: no beat, no timer.
  if (message['name'] === 'block')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(message['milliseconds']));
});

await using stack = new AsyncDisposableStack();
const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const onError = (err: Error): void => logger.warn({ err }, 'redis');
const streams = stack.use(REDIS_URL === '' ? new InMemoryStreams() : new RedisStreams({ url: REDIS_URL, onError }));
mkdirSync(WORKER_BLOBS, { recursive: true });
const parts = stack.use(
  await createTestParts({
    service: 'executions',
    neo4jUri: NEO4J_URI,
    operations: agentWithEffects(),
    parts: {
      streams,
      doorbell: stack.use(REDIS_URL === '' ? new InProcessDoorbell() : new StreamsDoorbell(streams)),
      blobs: new FileBlobStore({ directory: WORKER_BLOBS, random }),
      modelFetch: withPoints(stack.use(remoteFetch(WORKER_MODEL)).fetch, () => 'model'),
      toolFetch: withPoints(stack.use(remoteFetch(WORKER_TOOLS)).fetch, toolOf),
      clock: { now: () => clock.now(), monotonicMs: () => systemClock.monotonicMs() },
      instance: WORKER_INSTANCE,
      logger,
    },
  }),
);
const service = stack.use(await createExecutionsService(executionsConfig(process.env), parts));
await service.start();
const served = stack.use(await serveService(service, { host: '127.0.0.1', port: 0, tokens: parts.tokens, logger }));
process.send?.({ name: 'ready', origin: served.origin });

const stopped = Promise.withResolvers<void>();
process.once('SIGTERM', () => stopped.resolve());
await stopped.promise;
await stack.disposeAsync();
process.exit(0);
