import { z } from 'zod';
import type { VendorError } from './vendor-fault.ts';

const vendorErrorSchema = z.union([
  z.looseObject({
    error: z.looseObject({
      message: z.string().optional(),
      code: z.union([z.string(), z.number()]).nullish(),
      type: z.string().nullish(),
    }),
  }),
  z.looseObject({ error: z.string() }),
]);

/** An error as vendors write it, in an answer of its own or inside of a stream: OpenAI's form, or its text alone. Null = it is none. */
export function readVendorError(json: unknown): VendorError | null {
  // Most of what comes is no error, and a schema that does not fit takes longer to say so.
  if (typeof json !== 'object' || json === null || !('error' in json)) return null;
  const told = vendorErrorSchema.safeParse(json);
  if (!told.success) return null;
  const { error } = told.data;
  if (typeof error === 'string') return { status: null, code: null, message: error, retryAfterMs: null };
  const code = error.code ?? error.type ?? null;
  return {
    status: typeof code === 'number' ? code : null,
    code: code === null ? null : String(code),
    message: error.message ?? 'an error without a message',
    retryAfterMs: null,
  };
}
