import { pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What is asked for. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** As browsers do it, an answer that ends in the middle of its last block is taken as far as it came. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: () => createGunzip(LENIENT),
  'x-gzip': () => createGunzip(LENIENT),
  deflate: () => createInflate(LENIENT),
  br: () => createBrotliDecompress(LENIENT_BROTLI),
};

/** A body without its content encoding, as it comes; one that nobody asked for stays as it is. */
export function decompressed(body: Readable, encoding: string | null): Readable {
  const decoder = encoding === null ? undefined : DECODERS[encoding.trim().toLowerCase()];
  if (decoder === undefined) return body;
  // What breaks on the way is told by reading the result.
  return pipeline(body, decoder(), () => undefined) as unknown as Readable;
}
