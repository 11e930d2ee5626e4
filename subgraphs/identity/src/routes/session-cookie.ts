/** Name of the cookie that the GraphQL gateway reads. */
const NAME = 'aether_session';

export interface CookieRules {
  /** True on https: the browser then never sends it in clear. */
  readonly secure: boolean;
  readonly maximumAgeDays: number;
}

/** The server decides when the session ends; the cookie only must not go before. */
export function sessionCookie(token: string, { secure, maximumAgeDays }: CookieRules): string {
  return cookie(token, maximumAgeDays * 24 * 60 * 60, secure);
}

export function clearedSessionCookie({ secure }: CookieRules): string {
  return cookie('', 0, secure);
}

/** Lax, not Strict: who follows a link to Aether from a mail is to be signed in. */
function cookie(value: string, maximumAgeSeconds: number, secure: boolean): string {
  return `${NAME}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maximumAgeSeconds}${secure ? '; Secure' : ''}`;
}
