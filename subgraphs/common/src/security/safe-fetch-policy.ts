import { addressKind, literalAddress } from './address.ts';
import { AddressRefusedError } from './safe-fetch-errors.ts';

export interface SafeFetchPolicy {
  /**
   * Origins (`http://ollama.corp.example:11434`) that an administrator allowed: any scheme and port, also in private networks.
   * Link-local and metadata addresses stay refused.
   */
  readonly allowedOrigins?: readonly string[];
  /** @default [443, 8443], and 80 where http is allowed */
  readonly allowedPorts?: readonly number[];
  /** @default false */
  readonly allowHttp?: boolean;
}

/** What of a URL the policy says before any connection. @throws AddressRefusedError */
export function checkUrl(url: URL, policy: SafeFetchPolicy): void {
  const refuse = (reason: string): AddressRefusedError =>
    new AddressRefusedError(`${url.origin}${url.pathname}`, reason);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse(`the scheme "${url.protocol}" is not https`);
  if (url.username !== '' || url.password !== '') throw refuse('it carries a user or password');
  const isAllowed = isAllowedOrigin(url, policy);
  if (!isAllowed) {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    if (url.protocol === 'http:' && !policy.allowHttp) throw refuse('it is http, not https');
    if (!portsOf(policy).includes(port)) throw refuse(`the port ${port} is not allowed`);
  }
  // undici asks the resolver for names only: an address in the URL itself is checked here or nowhere.
  const literal = literalAddress(url.hostname);
  if (literal !== null && !mayConnect(literal, isAllowed)) throw refuse(`${literal} is not a public address`);
}

/** Every address of a name must be good: the connection may take any of them. @throws AddressRefusedError */
export function checkAddress(hostname: string, address: string, mayBePrivate: boolean): void {
  if (mayConnect(address, mayBePrivate)) return;
  throw new AddressRefusedError(hostname, `${hostname} is ${address}, which is not a public address`);
}

function mayConnect(address: string, mayBePrivate: boolean): boolean {
  const kind = addressKind(address);
  return kind === 'public' || (kind === 'private' && mayBePrivate);
}

export function isAllowedOrigin(url: URL, { allowedOrigins = [] }: SafeFetchPolicy): boolean {
  return normalized(allowedOrigins).has(url.origin);
}

/** Read once: each request is judged by them. */
const known = new WeakMap<readonly string[], ReadonlySet<string>>();

function normalized(origins: readonly string[]): ReadonlySet<string> {
  const read = known.get(origins) ?? new Set(origins.flatMap((origin) => URL.parse(origin)?.origin ?? []));
  known.set(origins, read);
  return read;
}

const portsOf = (policy: SafeFetchPolicy): readonly number[] =>
  policy.allowedPorts ?? (policy.allowHttp ? [80, 443, 8443] : [443, 8443]);
