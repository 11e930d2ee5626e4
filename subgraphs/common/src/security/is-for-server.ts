/**
 * Whether a token that was granted for a resource (RFC 8707) may be sent to a server: same origin, at the path of the resource or below it. Sent
 * elsewhere, it would be given away.
 */
export function isForServer(resource: string, serverUrl: string): boolean {
  const [about, server] = [URL.parse(resource), new URL(serverUrl)];
  if (about === null || about.origin !== server.origin) return false;
  const folder = about.pathname.endsWith('/') ? about.pathname : `${about.pathname}/`;
  return `${server.pathname}/`.startsWith(folder);
}
