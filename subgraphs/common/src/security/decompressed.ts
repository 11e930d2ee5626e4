import { pipeline, Readable } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** What is asked for. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** More in a row than any server has a reason for. */
const MAXIMUM_CODINGS = 5;

/** As browsers do it, an answer that ends in the middle of its last block is taken as far as it came. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

type Decoder = NodeJS.ReadWriteStream | typeof inflated;

const DECODERS: ReadonlyMap<string, () => Decoder> = new Map<string, () => Decoder>([
  ['gzip', () => createGunzip(LENIENT)],
  ['x-gzip', () => createGunzip(LENIENT)],
  ['deflate', () => inflated],
  ['br', () => createBrotliDecompress(LENIENT_BROTLI)],
  ['zstd', () => createZstdDecompress()],
]);

/**
 * A body without its content codings (RFC 9110 §8.4), the last one applied taken off first, also those that nobody asked for. Of a coding that
 * is not known its reader gets an error: nothing is passed on that could not be looked into.
 * @param encoding the header, as often as it came
 * @returns null when the body has none
 */
export function decompressed(
  body: AsyncIterable<Uint8Array>,
  encoding: string | readonly string[] | undefined,
): Readable | null {
  if (encoding === undefined) return null;
  const codings = codingsOf(encoding);
  if (codings.length === 0) return null;
  const decoders = codings.flatMap((coding) => DECODERS.get(coding) ?? []);
  if (decoders.length < codings.length || codings.length > MAXIMUM_CODINGS)
    return Readable.from(body).destroy(
      new Error(`its content encoding "${codings.join(', ').slice(0, 100)}" cannot be read`),
    );
  // What breaks on the way is told by reading the result.
  const chain = [body, ...decoders.toReversed().map((decoder) => decoder())] as unknown as NodeJS.ReadWriteStream[];
  return pipeline(chain, () => undefined) as unknown as Readable;
}

function codingsOf(encoding: string | readonly string[]): readonly string[] {
  const names = [encoding].flat().flatMap((line) => line.split(','));
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '' && name !== 'identity');
}

/** `deflate` means the zlib format; some servers send what is in it alone, as the first byte tells. */
async function* inflated(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return;
  const hasHeader = ((first.value[0] ?? 0) & 0x0f) === 0x08;
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  const inflate = hasHeader ? createInflate(LENIENT) : createInflateRaw(LENIENT);
  yield* pipeline(whole, inflate, () => undefined) as AsyncIterable<Uint8Array>;
}
