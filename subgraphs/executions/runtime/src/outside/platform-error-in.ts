import { PlatformError } from '@aether/common/service';

/** Our own error in what an SDK made of it; null when there is none. */
export function platformErrorIn(error: unknown): PlatformError | null {
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    if (each instanceof PlatformError) return each;
  return null;
}
