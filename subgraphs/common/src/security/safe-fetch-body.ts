import { FetchTooLargeError } from './safe-fetch-errors.ts';

/** Passes a body on up to a number of bytes (after decompression); `mapError` names what breaks on the way. */
export function limitBody(
  body: ReadableStream<Uint8Array>,
  options: { readonly origin: string; readonly maximumBytes: number; readonly mapError: (error: unknown) => unknown },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await reader.read();
          if (next.done) {
            controller.close();
            return;
          }
          bytes += next.value.length;
          if (bytes > options.maximumBytes) throw new FetchTooLargeError(options.origin, options.maximumBytes);
          controller.enqueue(next.value);
        } catch (error) {
          const named = options.mapError(error);
          controller.error(named);
          await reader.cancel(named).catch(() => {});
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
