import { ToolCallCancelledError } from './errors.ts';

/**
 * What comes, unless nobody waits for it any more; what goes on is not stopped by it.
 * @throws ToolCallCancelledError
 */
export async function endingWith<Value>(signal: AbortSignal, coming: Promise<Value>): Promise<Value> {
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(new ToolCallCancelledError());
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([ended.promise, coming]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
