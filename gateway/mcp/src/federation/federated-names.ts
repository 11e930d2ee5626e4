/** Of one server's own URI, at `/mcp`: `mcp+<server>://<scheme>/<the rest>`. A template stays one. */
export function federatedUri(server: string, uri: string): string {
  const colon = uri.indexOf(':');
  return `mcp+${server}://${uri.slice(0, colon)}/${uri.slice(colon + 1)}`;
}

/** Which server's URI it is, and how the server calls it; null = none that `/mcp` has given out. */
export function ownUri(uri: string): { readonly server: string; readonly uri: string } | null {
  const match = /^mcp\+(?<server>[a-z0-9-]+):\/\/(?<scheme>[^/]+)\/(?<rest>.*)$/su.exec(uri);
  const { server, scheme, rest } = match?.groups ?? {};
  return server === undefined || scheme === undefined || rest === undefined
    ? null
    : { server, uri: `${scheme}:${rest}` };
}

export function federatedPrompt(server: string, name: string): string {
  return `${server}__${name}`;
}

export function ownPrompt(name: string): { readonly server: string; readonly name: string } | null {
  const at = name.indexOf('__');
  return at <= 0 ? null : { server: name.slice(0, at), name: name.slice(at + 2) };
}
