import { A2A_VERSION_HEADER } from '@a2a-js/sdk';
import { validateVersion } from '@a2a-js/sdk/server';
import type { AgentTasks } from './agent-tasks.ts';

/**
 * The version of A2A that a request names: in its header, or as a parameter of the same name (A2A 1.0, 3.6.1).
 * @throws VersionNotSupportedError for one that the card does not offer with this binding; without any it is 0.3
 */
export async function requestedVersion(
  { headers, url }: Pick<Request, 'headers' | 'url'>,
  tasks: Pick<AgentTasks, 'getAgentCard'>,
  binding: 'JSONRPC' | 'HTTP+JSON',
): Promise<string> {
  const version = headers.get(A2A_VERSION_HEADER) ?? new URL(url).searchParams.get(A2A_VERSION_HEADER) ?? '';
  validateVersion(version, await tasks.getAgentCard(), binding);
  return version;
}
