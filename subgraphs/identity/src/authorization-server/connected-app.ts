import { createHmac } from 'node:crypto';
import { hashToken, newSecret } from '@aether/common/security';
import type { OAuthScope } from '@aether/schema';

/** A client that a person has let act for them, as the graph keeps it: with the keyed hashes of its tokens, which are not here. */
export interface ConnectedAppRecord {
  readonly id: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientName: string;
  /** Where the browser was sent with the code. */
  readonly redirectUri: string;
  /** Address of this instance that its tokens are for (RFC 8707). */
  readonly resource: string;
  /** What the person granted. */
  readonly scopes: readonly OAuthScope[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** What a client is given: short-lived access, and the way to the next. Only hashes are stored. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const ACCESS_MARK = 'aea_';
const REFRESH_MARK = 'aer_';
const CODE_MARK = 'aec_';
const REFRESH_TOKEN = /^aer_([0-9A-Za-z]{43})_([0-9A-Za-z]{43})$/u;

export const CODE_LIFETIME_MS = 60_000; // RFC 6749, 4.1.2 allows ten minutes; a browser needs a second
export const ACCESS_LIFETIME_MS = 60 * 60 * 1_000; // 1 hour
export const UNUSED_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000; // 30 days, the greatest age of a session
/** How long the token spent last gives its successor again: an SDK refreshes once for each request that was refused, so two come at once. */
export const GRACE_MS = 30_000; // 30 seconds
export const APPS_PER_PERSON = 50;

type Random = (bytes: number) => Uint8Array;

export function newCode(random: Random): string {
  return `${CODE_MARK}${newSecret(random)}`;
}

export function isAccessToken(token: string): boolean {
  return token.startsWith(ACCESS_MARK);
}

/** A secret of the whole family, which finds it, and one of this turn: whoever comes with the first and an older second uses a spent token. */
export function newTokens(random: Random): IssuedTokens {
  return tokensOf(newSecret(random), newSecret(random), newSecret(random));
}

/** The tokens that come of a refresh token: always the same ones, so that they can be given again and need not be kept. Only who has the pepper can tell them. */
export function successorOf(refreshToken: string, pepper: Uint8Array): IssuedTokens {
  const secretOf = (kind: 'access' | 'refresh'): string => {
    let turn = 0;
    // SHA-512 gives at once more bytes than a secret has letters. The prefix keeps it apart from the hashes of tokens.
    return newSecret((bytes) =>
      createHmac('sha512', pepper)
        .update(`oauth ${kind} successor v1\n${turn++}\n${refreshToken}`)
        .digest()
        .subarray(0, bytes),
    );
  };
  return tokensOf(familyOf(refreshToken) ?? '', secretOf('access'), secretOf('refresh'));
}

/** Null = not of the form of a refresh token. */
export function familyOf(refreshToken: string): string | null {
  return REFRESH_TOKEN.exec(refreshToken)?.[1] ?? null;
}

/** What is stored of tokens. */
export function hashesOf({ accessToken, refreshToken }: IssuedTokens, pepper: Uint8Array) {
  return {
    accessHash: hashToken(accessToken, pepper),
    refreshHash: hashToken(refreshToken, pepper),
    familyHash: hashToken(familyOf(refreshToken) ?? '', pepper),
  };
}

function tokensOf(family: string, access: string, refresh: string): IssuedTokens {
  return { accessToken: `${ACCESS_MARK}${access}`, refreshToken: `${REFRESH_MARK}${family}_${refresh}` };
}
