import ipaddr from 'ipaddr.js';

/** What may be connected to: the internet for everybody; private networks only where an administrator named the origin. */
export type AddressKind = 'public' | 'private' | 'never';

const PRIVATE_RANGES = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/**
 * ::/96, "IPv4-compatible", deprecated since RFC 4291: the kernel may still reach the IPv4 address inside. ipaddr.js takes its
 * dotted form (`::10.0.0.1`, as getaddrinfo prints it) for a mapped one (`::ffff:10.0.0.1`), hence the pattern.
 */
const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96');
const IPV4_COMPATIBLE_DOTTED = /^(0*:)*:?(0+:)*\d+\.\d+\.\d+\.\d+$/;

/** Azure's wire server answers with machine secrets from a public address. */
const AZURE_WIRE_SERVER = '168.63.129.16';

/** Kind of an IP address in text. What is no address, and every range without a use for us, is `never`. */
export function addressKind(text: string): AddressKind {
  if (!ipaddr.isValid(text) || (text.includes(':') && IPV4_COMPATIBLE_DOTTED.test(text))) return 'never';
  const parsed = ipaddr.parse(text);
  if (parsed instanceof ipaddr.IPv6 && parsed.zoneId) return 'never';
  // IPv4 inside IPv6 (::ffff:10.0.0.1) is judged as IPv4.
  const address = ipaddr.process(text);
  const range = address.range();
  if (address.toString() === AZURE_WIRE_SERVER) return 'never';
  if (PRIVATE_RANGES.has(range)) return 'private';
  if (address instanceof ipaddr.IPv6 && address.match(IPV4_COMPATIBLE)) return 'never';
  return range === 'unicast' ? 'public' : 'never';
}

/** The address in a URL's host, when it is one: `[::1]` → `::1`. The URL parser has already normalized `0x7f.1` and `127.1`. */
export function literalAddress(hostname: string): string | null {
  const text = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(text) ? text : null;
}
