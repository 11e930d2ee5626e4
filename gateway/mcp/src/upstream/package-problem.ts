const NOT_REACHED =
  /\b(?:EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|UND_ERR_CONNECT_TIMEOUT)\b|dns error|failed to lookup address|error sending request|network (?:is unreachable|connectivity)/iu;
const NOT_THERE =
  /\bE404\b|\bETARGET\b|404 Not Found|no matching version|no solution found|was not found in the package registry/iu;
const NO_PYTHON = /no interpreter found|could not find .*python/iu;

/**
 * Why a package did not start, of what `npx` or `uvx` wrote to its log; null = it does not say. Its own words are not told: secrets may be
 * among them.
 */
export function packageProblem(lines: readonly string[]): string | null {
  const text = lines.join('\n');
  if (NOT_THERE.test(text)) return 'its package is not in the registry at this version';
  if (NOT_REACHED.test(text))
    return 'its package cannot be fetched: this machine does not reach the package registry. Give it a mirror, or connect a server at an address';
  return NO_PYTHON.test(text) ? 'its package needs a Python that is not on this machine' : null;
}
