import { z } from 'zod';

/**
 * Where people and clients reach an installation (`AETHER_PUBLIC_URL`): an origin. Access tokens are for it and paths are put behind it, so it
 * has none of its own.
 */
export const publicUrl = z
  .string()
  .refine(
    isOrigin,
    'must be an http or https address without path, query, fragment and user, as https://aether.example.org',
  )
  .transform((text) => new URL(text).origin);

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/u.test(url.protocol) && url.href === `${url.origin}/` && !/[?#]/u.test(text);
}
