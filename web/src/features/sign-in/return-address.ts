/** Name of the cookie that the server reads when a sign-in link is followed (`subgraphs/identity/src/routes/return-address.ts`). */
const NAME = 'aether_return';
/** How long somebody may look for the link. */
const KEPT_SECONDS = 900; // 15 minutes

/**
 * The path as a browser reads it; null = there is none, or it would lead to another site. A browser takes a backslash for a slash, leaves out tabs
 * and line ends, and resolves dots (url.spec.whatwg.org), so what it would read is looked at, and not the text. Nor does it lead to what signs
 * somebody in: another's one-time link, say.
 */
export function ownPath(text: string | undefined, origin = location.origin): string | null {
  if (text === undefined || !text.startsWith('/') || !URL.canParse(text, origin)) return null;
  const url = new URL(text, origin);
  const isPage = !url.pathname.startsWith('//') && !url.pathname.startsWith('/auth/');
  return url.origin === origin && isPage ? `${url.pathname}${url.search}${url.hash}` : null;
}

/** For a one-time link that is opened in this browser instead of a password: it leads to this path then. Null = to the start page. */
export function keepReturnAddress(path: string | null): void {
  const [value, seconds] = path === null ? ['', 0] : [encodeURIComponent(path), KEPT_SECONDS];
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${NAME}=${value}; Path=/auth/link; SameSite=Lax; Max-Age=${seconds}${secure}`;
}
