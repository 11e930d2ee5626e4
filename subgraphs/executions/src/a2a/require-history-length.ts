import { RequestMalformedError } from '@a2a-js/sdk/errors';

/**
 * A task here has no history: its messages are those of its conversation in Aether.
 * @throws RequestMalformedError for a length that there cannot be
 */
export function requireHistoryLength(length: number | undefined): void {
  if (length !== undefined && !(Number.isInteger(length) && length >= 0))
    throw new RequestMalformedError('historyLength must be an integer, at least 0.');
}
