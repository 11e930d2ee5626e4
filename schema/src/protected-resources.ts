import type { OAuthScope } from './oauth-scopes.ts';

/** What a client names when it asks for a token (RFC 8707), and whose metadata tells where to ask (RFC 9728). */
export interface ProtectedResource {
  /** Below the public address; empty = all that takes access tokens. */
  path: string;
  /** What a client asks for there when it has no wish of its own. */
  scopes: readonly OAuthScope[];
}

const SERVER = /^\/mcp\/s\/[a-z0-9][a-z0-9-]*$/;

/** Runs of agents call tools in the name of whoever has the token, so what runs agents asks for tools, too. */
const SCOPES: Readonly<Record<string, readonly OAuthScope[]>> = {
  '': ['tools', 'agents', 'models'],
  '/mcp': ['tools', 'agents'],
  '/v1': ['models', 'agents', 'tools'],
};

/** Null = nothing here is asked for under this path. */
export function protectedResource(path: string): ProtectedResource | null {
  const scopes = SERVER.test(path) ? SCOPES['/mcp'] : SCOPES[path];
  return scopes === undefined ? null : { path, scopes };
}

/** The narrowest resource that a route belongs to; null = the route takes no access tokens. */
export function resourceOfRoute(path: string): ProtectedResource | null {
  if (isBelow(path, '/mcp')) return protectedResource(path) ?? protectedResource('/mcp');
  if (isBelow(path, '/v1')) return protectedResource('/v1');
  return isBelow(path, '/v0.1') ? protectedResource('') : null;
}

/** Whether a token for this resource is good at this route. */
export function acceptsAccessToken(resourcePath: string, path: string): boolean {
  return resourceOfRoute(path) !== null && isBelow(path, resourcePath);
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
