/** Most that one credential may ask for: a server that names others and others is not followed. */
export const MOST_SCOPES = 50;

/** The names in a `scope` of OAuth (RFC 6749 §3.3), each once. */
export function scopeNames(...scopes: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(scopes.flatMap((scope) => scope?.split(' ') ?? []))].filter((name) => name !== '');
}

/** One that a server may make us ask for, at most 100 characters: people read them. */
export function isScopeName(name: string): boolean {
  return /^[\x21\x23-\x5B\x5D-\x7E]{1,100}$/u.test(name);
}
