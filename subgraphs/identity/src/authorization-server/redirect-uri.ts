const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** A program of one's own machine that has registered a name of its own with the system (RFC 8252, 7.1): in reverse domain order, or one of these. */
const PRIVATE_SCHEME = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/u;
const KNOWN_SCHEMES: readonly string[] = ['cursor:', 'vscode:', 'vscode-insiders:'];
const MAXIMUM_LENGTH = 500;

/** Why a code is not sent there; null = it may be. A page over the open network would show the code to everybody on the way. */
export function redirectUriFault(text: string): string | null {
  if (text.length > MAXIMUM_LENGTH) return `it is longer than ${MAXIMUM_LENGTH} characters`;
  const uri = URL.parse(text);
  if (uri === null) return 'it is no absolute address';
  if (text.includes('#')) return 'it has a fragment';
  if (uri.username !== '' || uri.password !== '') return 'it names a user';
  const isAllowed =
    uri.protocol === 'https:' ||
    (uri.protocol === 'http:' && isLoopback(uri)) ||
    PRIVATE_SCHEME.test(uri.protocol) ||
    KNOWN_SCHEMES.includes(uri.protocol);
  return isAllowed ? null : 'it is neither https, nor http on this machine, nor the scheme of a program';
}

/** The same text; on one's own machine any port will do, since a program takes one that is free (RFC 8252, 7.3). */
export function isSameRedirectUri(registered: string, given: string): boolean {
  if (registered === given) return true;
  const [left, right] = [URL.parse(registered), URL.parse(given)];
  if (left === null || right === null || !isLoopback(left) || redirectUriFault(given) !== null) return false;
  // The port is read as text: the URL standard leaves out 80.
  const withoutPort = (text: string): string => text.replace(/^(http:\/\/(?:\[[^\]]*\]|[^/:?]*)):\d+(?=[/?]|$)/u, '$1');
  return withoutPort(registered) === withoutPort(given);
}

/** Where a redirect leads, for people: a host, or the scheme of a program with what follows as its host. */
export function redirectHost(text: string): string {
  const uri = new URL(text);
  if (/^https?:$/u.test(uri.protocol)) return uri.host;
  return uri.host === '' ? uri.protocol : `${uri.protocol}//${uri.host}`;
}

/** Whether any program of the person's machine can take the answer: ports and schemes belong to nobody there. */
export function redirectsToProgram(text: string): boolean {
  return new URL(text).protocol !== 'https:';
}

function isLoopback(uri: URL): boolean {
  return uri.protocol === 'http:' && LOOPBACK.includes(uri.hostname);
}
