import { pulledStream } from '../service/pulled-stream.ts';
import { LimitedBody } from './limited-body.ts';
import { FetchTooLargeError } from './safe-fetch-errors.ts';

/** Passes a body on up to a number of bytes (after decompression); `mapError` names what breaks on the way. */
export function limitBody(
  body: ReadableStream<Uint8Array>,
  {
    origin,
    maximumBytes,
    mapError,
  }: { readonly origin: string; readonly maximumBytes: number; readonly mapError: (error: unknown) => unknown },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const discard = (): void => void reader.cancel().catch(() => {});
  const limited = new LimitedBody(
    { next: () => reader.read() },
    { maximumBytes, tooLarge: () => mapError(new FetchTooLargeError(origin, maximumBytes)), mapError, discard },
  );
  return pulledStream(limited, discard);
}
