import { ValidationError } from '@aether/common/service';
import { isTasServerAddress } from '@aether/schema';
import type { TasKind } from '../tools/tool-catalog.ts';
import { checkedAddress } from '../tools/checked-address.ts';

const REGISTERED = 'https://tas.example.com/api/v1/federation/servers/postgres';
const BRIDGE = 'https://bridge.example.com:8000';

/** The address of a server that is registered in a TAS-MCP, or of a bridge. @throws ValidationError */
export function checkedTasUrl(kind: TasKind, url: string): string {
  const address = checkedAddress('url', url, kind === 'TAS_MCP' ? REGISTERED : BRIDGE);
  if (isTasServerAddress(address) === (kind === 'TAS_MCP')) return address;
  if (kind === 'TAS_BRIDGE')
    throw new ValidationError(
      ['url'],
      `the address of a bridge such as ${BRIDGE}`,
      'that of a server in a TAS-MCP',
      'Connect it with the kind TAS_MCP.',
    );
  throw new ValidationError(
    ['url'],
    `the address of a server in the TAS-MCP, such as ${REGISTERED}`,
    JSON.stringify(url.slice(0, 100)),
    '"tasServers" lists the servers of a TAS-MCP with their addresses.',
  );
}
