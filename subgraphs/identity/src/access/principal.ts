/** What a token grants, for the gateways. */
export interface PrincipalRecord {
  readonly tenantId: string;
  readonly userId: string;
  readonly roleKey: string;
  readonly departmentId: string | null;
  readonly teamIds: readonly string[];
  /** Null = an API key or a connected app. */
  readonly sessionId: string | null;
  /** Null = a session or a connected app. */
  readonly apiKeyId: string | null;
  /** Of an access token: the only address that it is good for. Null = a session or an API key, which are good everywhere. */
  readonly resource: string | null;
  /** Of the key; the gateway counts. Null = no limit. */
  readonly requestsPerMinute: number | null;
  /** Of the key; the LLM gateway counts. Null = no limit. */
  readonly tokensPerMinute: number | null;
  /** Of the key: patterns of the models that it may use; none = all. */
  readonly models: readonly string[];
  /** Of the key: patterns of the tools that it may use; none = all. */
  readonly tools: readonly string[];
  readonly permissions: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
}
