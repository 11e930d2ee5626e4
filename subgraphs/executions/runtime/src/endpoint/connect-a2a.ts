import type { AgentCard } from '@a2a-js/sdk';
import {
  type Client,
  ClientFactory,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from '@a2a-js/sdk/client';
import { EndpointInvalidError } from '../outside/errors.ts';

/**
 * A client of the agent whose card is at the address. The author of our agent chose the host and was shown it, so the card may name only
 * addresses there.
 * @throws EndpointInvalidError for a card that leads elsewhere
 */
export async function connectA2a(url: string, fetchImpl: typeof fetch): Promise<Client> {
  const { origin } = new URL(url);
  const card = await readCard(url, fetchImpl);
  const supportedInterfaces = card.supportedInterfaces.filter((each) => URL.parse(each.url)?.origin === origin);
  if (supportedInterfaces.length === 0)
    throw new EndpointInvalidError(
      origin,
      `a card that leads to ${card.supportedInterfaces[0]?.url ?? 'no address'}`,
      `an agent at ${origin}`,
    );
  return new ClientFactory({
    transports: [new JsonRpcTransportFactory({ fetchImpl }), new RestTransportFactory({ fetchImpl })],
  }).createFromAgentCard({ ...card, supportedInterfaces });
}

export function readCard(url: string, fetchImpl: typeof fetch): Promise<AgentCard> {
  return new DefaultAgentCardResolver({ fetchImpl }).resolve(url.endsWith('/') ? url : `${url}/`);
}
