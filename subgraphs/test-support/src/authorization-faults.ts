/** How an authorization server misbehaves, one deviation at a time. */
export interface AuthorizationFaults {
  /** Answered instead of a code, such as `access_denied`. */
  refuses: string | null;
  /** Names another issuer with its code (RFC 9207). */
  wrongIssuer: boolean;
  /** Says nothing of PKCE in its metadata. */
  withoutPkce: boolean;
  /** Registers nobody. */
  withoutRegistration: boolean;
  /** Where its token endpoint is said to be; null = where it is. */
  tokenEndpoint: string | null;
  /** Of the token endpoint: it is down. */
  tokenStatus: number | null;
}

export const NO_FAULTS: Readonly<AuthorizationFaults> = {
  refuses: null,
  wrongIssuer: false,
  withoutPkce: false,
  withoutRegistration: false,
  tokenEndpoint: null,
  tokenStatus: null,
};
