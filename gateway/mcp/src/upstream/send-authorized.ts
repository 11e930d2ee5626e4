import type { HttpAnswer } from '@aether/common/security';
import type { OpenedCredential } from '../credentials.ts';
import {
  ToolNeedsAuthError,
  ToolNeedsOwnAccountError,
  ToolNeedsScopesError,
  ToolScopesRefusedError,
} from '../errors.ts';
import { missingScopes } from './missing-scopes.ts';

/** Opens the credential of a server at the moment of a request. */
export type OpenCredential = (refusedVersion: number | null) => Promise<OpenedCredential>;

/** That of a server, for a request to an address: a token is granted for some of them only. */
export type CredentialFor = (url: string) => OpenCredential;

/**
 * Sends a request with the server's own credential, and once more with another token when the first was not taken.
 * @param credential null = the server has none
 * @throws ToolNeedsAuthError, ToolNeedsOwnAccountError when only a person can get what the server wants
 * @throws ToolNeedsScopesError when a person can grant what the token lacks
 * @throws ToolScopesRefusedError when it lacks what a sign-in has asked for before
 */
export async function sendAuthorized<Answer extends HttpAnswer | Response>(
  server: string,
  credential: OpenCredential | null,
  send: (opened: OpenedCredential | null) => Promise<Answer>,
): Promise<Answer> {
  const opened = (await credential?.(null)) ?? null;
  const response = await send(opened);
  if (opened === null || credential === null) {
    if (response.status !== 401 || !asksForSignIn(response)) return response;
    await letGo(response);
    throw new ToolNeedsAuthError(server);
  }
  // A key that a person has brought along only that person can replace.
  if (opened.isOwn && !opened.isRenewable && response.status === 401) {
    await letGo(response);
    throw new ToolNeedsOwnAccountError(server);
  }
  const scopes = missingScopes(response.status, challengeOf(response));
  if (!opened.isRenewable || (response.status !== 401 && scopes === null)) return response;
  await letGo(response);
  if (scopes !== null) await requireAsked(server, opened, scopes);
  const other = await credential(scopes === null ? opened.version : null);
  // Nobody has signed in meanwhile: the same token would be refused again.
  if (scopes !== null && other.version === opened.version) throw new ToolScopesRefusedError(server, scopes);
  // It took nothing, so the same request may be sent once more, with another token.
  const again = await send(other);
  const missing = missingScopes(again.status, challengeOf(again));
  if (again.status !== 401 && missing === null) return again;
  await letGo(again);
  if (missing === null) throw other.isOwn ? new ToolNeedsOwnAccountError(server) : new ToolNeedsAuthError(server);
  await requireAsked(server, other, missing);
  throw new ToolScopesRefusedError(server, missing);
}

/** @throws ToolNeedsScopesError while a sign-in may bring them */
async function requireAsked(server: string, opened: OpenedCredential, scopes: readonly string[]): Promise<void> {
  const asked = await opened.askForScopes(scopes);
  if (asked.length > 0) throw new ToolNeedsScopesError(server, asked, opened.isOwn);
}

/** By the challenge of RFC 6750: a server without one wants something else than OAuth. */
function asksForSignIn(answer: HttpAnswer | Response): boolean {
  const challenge = challengeOf(answer);
  return challenge !== null && /^bearer\b/iu.test(challenge.trim());
}

function challengeOf(answer: HttpAnswer | Response): string | null {
  return answer instanceof Response ? answer.headers.get('www-authenticate') : answer.header('www-authenticate');
}

async function letGo(answer: HttpAnswer | Response): Promise<void> {
  if (answer instanceof Response) await answer.body?.cancel();
  else answer.discard();
}
