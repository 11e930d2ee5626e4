import { parentPort } from 'node:worker_threads';
import { renderDocument } from './render-document.ts';
import type { RenderRequest } from './render-request.ts';

// Entry of the worker thread: large files take memory and time, which the host limits.
// Writers of Office formats stamp files with the time; here it stands still, so that equal documents are equal bytes.
const STILL = new Date('2000-01-01T00:00:00.000Z').getTime();
const RunningDate = Date;
globalThis.Date = new Proxy(RunningDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [STILL] : given, newTarget) as Date,
  get: (target, name, receiver) => (name === 'now' ? () => STILL : (Reflect.get(target, name, receiver) as unknown)),
});

async function answer(request: RenderRequest): Promise<void> {
  const body = new Uint8Array(await renderDocument(request));
  parentPort?.postMessage(body, [body.buffer]);
}

// A failure is an unhandled rejection here: it ends the thread, and the host learns of it.
parentPort?.on('message', (request: RenderRequest) => void answer(request));
