import type { SpecIssue } from './agent-spec-issue.ts';
import { nearestWord } from './nearest-word.ts';

/** Headers that say who asks, or that the wire decides. */
const REFUSED_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'idempotency-key',
]);

/** Whether nobody who writes a request may set this header; its name in lower case. */
export function isRefusedHeader(name: string): boolean {
  return REFUSED_HEADERS.has(name);
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Names in the path of an address that are filled in. */
export function pathNames(url: string): readonly string[] {
  return [...url.matchAll(/\{([^{}]*)\}/gu)].map(([, name = '']) => name);
}

/** What does not fit in a request to an address of other people. */
export function httpCallIssues(
  { method, url, headers, path: fields, body }: Call,
  { path, named }: { readonly path: readonly string[]; readonly named: string },
): SpecIssue[] {
  const names = pathNames(url);
  const known = Object.keys(fields);
  const issues: SpecIssue[] = names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearestWord(name, known);
      const hint = meant === null ? `Add "${name}" to path, with an expression for it.` : `Did you mean ${meant}?`;
      const message = `${named} has "{${name}}" in its address, and no expression for it.`;
      return { code: 'UNKNOWN_REFERENCE', path: [...path, 'url'], message, hint };
    });
  for (const name of known.filter((each) => !names.includes(each))) {
    const message = `${named} has an expression for "${name}", which is not in its address.`;
    issues.push({ code: 'UNKNOWN_REFERENCE', path: [...path, 'path', name], message, hint: `Write {${name}} in url.` });
  }
  for (const name of Object.keys(headers).filter(isRefusedHeader)) {
    const message = `${named} sets the header "${name}", which no specification may set.`;
    const hint = 'Remove it; a secret is named as a credential.';
    issues.push({ code: 'WRONG_VALUE', path: [...path, 'headers', name], message, hint });
  }
  if (method === 'GET' && body !== undefined) {
    const message = `${named} sends a body with GET, which servers ignore.`;
    issues.push({ code: 'WRONG_VALUE', path: [...path, 'body'], message, hint: 'Use query, or another method.' });
  }
  return issues;
}
