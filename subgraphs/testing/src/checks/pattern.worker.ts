import { parentPort } from 'node:worker_threads';

// Entry of the thread that runs foreign regular expressions: the host ends the thread when one takes too long.

export interface PatternTask {
  readonly pattern: string;
  readonly text: string;
}

// The first message says that tasks are taken.

parentPort?.on('message', ({ pattern, text }: PatternTask) => {
  parentPort?.postMessage(new RegExp(pattern, 'u').test(text));
});
parentPort?.postMessage('ready');
