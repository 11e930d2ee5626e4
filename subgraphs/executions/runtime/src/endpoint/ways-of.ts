import type { Endpoint } from '@aether/schema';
import type { EgressCause } from '../outside/egress.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import type { EndpointWays } from './endpoint-plan.ts';

/** How requests to an endpoint go out: with its credential, within its limits. */
export function waysOf(
  endpoint: Endpoint,
  run: EgressCause,
  { egress, commands }: Pick<RuntimeParts, 'egress' | 'commands'>,
): EndpointWays {
  const { maximumBytes, timeoutMs } = endpoint;
  const use = { run, maximumBytes, timeoutMs };
  if (endpoint.protocol === 'command') return { fetchOf: egress.open({ ...use, credential: null }), commands };
  const { credential = null, credentialHeader } = endpoint;
  const header = credentialHeader === undefined ? {} : { credentialHeader };
  return { fetchOf: egress.open({ ...use, credential, ...header }), commands };
}
