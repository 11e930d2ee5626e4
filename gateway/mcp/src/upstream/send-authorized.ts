import type { OpenedCredential } from '../credentials.ts';
import { ToolNeedsAuthError } from '../errors.ts';

/** Opens the credential of a server at the moment of a request. */
export type OpenCredential = (refusedVersion: number | null) => Promise<OpenedCredential>;

/** That of a server, for a request to an address: a token is granted for some of them only. */
export type CredentialFor = (url: string) => OpenCredential;

/**
 * Sends a request with the server's own credential, and once more with another token when the first was not taken.
 * @param credential null = the server has none
 * @throws ToolNeedsAuthError when only a person can get what the server wants
 */
export async function sendAuthorized(
  server: string,
  credential: OpenCredential | null,
  send: (opened: OpenedCredential | null) => Promise<Response>,
): Promise<Response> {
  const opened = (await credential?.(null)) ?? null;
  const response = await send(opened);
  if (response.status !== 401) return response;
  if (opened === null ? !asksForSignIn(response) : !opened.isRenewable) return response;
  await response.body?.cancel();
  if (opened === null || credential === null) throw new ToolNeedsAuthError(server);
  // It took nothing, so the same request may be sent once more, with another token.
  const again = await send(await credential(opened.version));
  if (again.status !== 401) return again;
  await again.body?.cancel();
  throw new ToolNeedsAuthError(server);
}

/** By the challenge of RFC 6750: a server without one wants something else than OAuth. */
function asksForSignIn(response: Response): boolean {
  const challenge = response.headers.get('www-authenticate');
  return challenge !== null && /^bearer\b/iu.test(challenge.trim());
}
