import type { Readable } from 'node:stream';
import { pulledStream } from '../service/pulled-stream.ts';

/**
 * A web stream that pulls from a Node stream and frees it when the reader cancels, also before the first read.
 * `Readable.toWeb` is not used: data that a destroyed stream still emits ends the process there ("Controller is already closed",
 * Node 24.21 with undici's bodies).
 */
export function toReadableStream(source: Readable): ReadableStream<Uint8Array> {
  // Errors reach the reader through the iterator; without a listener a cancelled stream would throw them at the process.
  source.on('error', () => {});
  return pulledStream(source, () => void source.destroy());
}
