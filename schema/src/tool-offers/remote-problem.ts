import type { ServerRemote } from './server-json.ts';

/** Why a server cannot be reached from here, as the end of a sentence; null = it can be. */
export function remoteProblem({ type, url, headers }: ServerRemote): string | null {
  if (type !== 'streamable-http') return `it speaks over ${type}, not over streamable HTTP`;
  if (/[{}]|%7[bd]/iu.test(url)) return 'its address has names to fill in';
  const parsed = /^https:\/\/\S+$/u.test(url) ? URL.parse(url) : null;
  if (parsed === null) return 'its address does not begin with https://';
  if (parsed.username !== '' || parsed.password !== '') return 'its address holds a password';
  // Keys are sent so, and an address is kept and shown.
  if (/[?#]/u.test(url)) return 'its address has a query or a fragment';
  const header = headers.find(({ isRequired }) => isRequired);
  if (header !== undefined)
    return `it wants the header "${header.name}"; connect it by its address, with a key, if that is enough`;
  return null;
}
