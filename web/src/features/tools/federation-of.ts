/** The TAS-MCP that an address is of: its own, that of its list, or that of one of its servers. Null = it is no address. */
export function federationOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin, pathname } = new URL(address);
  const [path = ''] = pathname.split('/api/v1/federation/servers', 1);
  return `${origin}${path.replace(/\/+$/, '')}`;
}
