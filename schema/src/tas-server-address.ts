/** Where a TAS-MCP has the servers that are registered in it; under whatever path it is itself. */
const SERVERS = '/api/v1/federation/servers';
const REGISTERED = /\/api\/v1\/federation\/servers\/[^/]+$/u;

/** Where a TAS-MCP lists its servers. @param address of the TAS-MCP, of this list, or of one of its servers */
export function tasServersAddress(address: string): string {
  const url = new URL(address);
  const [before = ''] = url.pathname.split(SERVERS, 1);
  url.pathname = `${before.replace(/\/+$/u, '')}${SERVERS}`;
  return url.href;
}

/** Where one of its servers is, by its id. Null = no address can name it. */
export function tasServerAddress(address: string, id: string): string | null {
  const url = `${tasServersAddress(address)}/${encodeURIComponent(id)}`;
  // "." and ".." are steps of a path, also when they are encoded.
  return isTasServerAddress(url) && new URL(url).href === url ? url : null;
}

/** Whether an address is of one server of a TAS-MCP, rather than of the TAS-MCP itself. */
export function isTasServerAddress(address: string): boolean {
  return URL.canParse(address) && REGISTERED.test(new URL(address).pathname);
}
