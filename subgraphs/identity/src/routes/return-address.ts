/** Name of the cookie that the sign-in page sets (`web/src/features/sign-in/return-address.ts`), for links that are followed in the same browser. */
const NAME = 'aether_return';
/** Where it is sent. */
const PATH = '/auth/link';
const ANY_ORIGIN = 'https://aether.invalid';

/** Where the person was on the way to when they were asked to sign in; null = nowhere, or not on this site. */
export function returnAddress(cookies: string | null): string | null {
  for (const part of (cookies ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === NAME) return ownPath(decoded(value));
  }
  return null;
}

export function clearedReturnAddress(): string {
  return `${NAME}=; Path=${PATH}; SameSite=Lax; Max-Age=0`;
}

/**
 * The path as a browser reads it, or null when it would lead to another site: it takes a backslash for a slash, leaves out tabs and line ends, and
 * resolves dots (url.spec.whatwg.org), so what it would read is looked at, and not the text. Nor does it lead to what signs somebody in: another's
 * one-time link, say.
 */
function ownPath(text: string): string | null {
  if (!text.startsWith('/') || !URL.canParse(text, ANY_ORIGIN)) return null;
  const { origin, pathname, search, hash } = new URL(text, ANY_ORIGIN);
  const isPage = !pathname.startsWith('//') && !pathname.startsWith('/auth/');
  return origin === ANY_ORIGIN && isPage ? `${pathname}${search}${hash}` : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
