import { PlatformError, type UserError, toUserError } from '@aether/common/service';

/** Two writes under one key are a defect of the client, not of its input. */
const NEVER_MENDED = new Set(['IDEMPOTENCY_MISMATCH']);

/**
 * The payload of a write. What the caller can mend (an error that names a field of the input) becomes `userErrors` beside an empty payload;
 * everything else is thrown.
 */
export async function withUserErrors<Payload extends { readonly userErrors: readonly UserError[] }>(
  empty: Omit<Payload, 'userErrors'>,
  write: () => Promise<Omit<Payload, 'userErrors'>>,
): Promise<Payload> {
  try {
    return { ...(await write()), userErrors: [] } as unknown as Payload;
  } catch (error) {
    const mendable =
      error instanceof PlatformError && error.extensions['path'] !== undefined && !NEVER_MENDED.has(error.code);
    if (!mendable) throw error;
    return { ...empty, userErrors: [toUserError(error)] } as unknown as Payload;
  }
}
