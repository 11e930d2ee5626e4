import { parentPort } from 'node:worker_threads';
import { splitPassages } from '../split/split-passages.ts';
import type { DocumentTask, DocumentTaskAnswer } from './document-task.ts';
import { extractText } from './extract-text.ts';
import { ExtractionFailure } from './extraction-failure.ts';

// Entry of the worker thread: foreign bytes are parsed here, under limits of memory and time that the host sets.
// Node strips the types of this file itself in tests, so nothing imported from here may use decorators.

async function answer(task: DocumentTask): Promise<DocumentTaskAnswer> {
  try {
    if (task.kind === 'split') return { kind: 'passages', spans: splitPassages(task.extracted, task.settings) };
    return { kind: 'extracted', extracted: await extractText(task.bytes, task.limits) };
  } catch (error) {
    if (error instanceof ExtractionFailure) return { kind: 'unreadable', problem: error.problem };
    throw error;
  }
}

// A failure that is not the document's is an unhandled rejection here: it ends the thread, and the host learns of it.
parentPort?.on('message', (task: DocumentTask) => {
  void answer(task).then((result) => parentPort?.postMessage(result));
});
