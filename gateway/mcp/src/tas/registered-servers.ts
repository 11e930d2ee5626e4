import type { SafeFetchPolicy } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import { isRecord, tasServerAddress, tasServersAddress } from '@aether/schema';
import { ProtocolError } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { ToolRefusedError } from '../errors.ts';
import { cleanText } from '../upstream/clean-text.ts';
import { nameFault } from '../upstream/name-fault.ts';
import type { UpstreamLimits } from '../upstream/upstream-limits.ts';
import { askTas } from './tas-egress.ts';

/** More are a list of something else. */
const MOST_SERVERS = 2_000;
/** What the newer TAS-MCP speaks to its servers; "sse" is streamable HTTP there. It registers others and cannot call them. */
const SPOKEN: readonly string[] = ['http', 'sse', ''];

const ID_CHARACTERS = 200;
/** What only describes a server is read as far as it is text. */
const text = (most: number) =>
  z
    .string()
    .catch('')
    .transform((value) => cleanText(value).slice(0, most));
/** Of an entry only what a person chooses by: it may hold the keys of the server (`auth.config`). */
const entrySchema = z.object({
  id: z.string().catch(''),
  /** No longer than names are here. */
  name: text(120),
  description: text(1_000),
  version: text(100),
  category: text(100),
  protocol: text(50),
});

/** A server of a TAS-MCP that can be connected as a tool server. */
export interface RegisteredServer {
  /** Of the TAS-MCP; the place in its list when it has none that could be shown. */
  readonly serverId: string;
  readonly name: string;
  readonly description: string;
  readonly version: string | null;
  readonly category: string | null;
  /** In the TAS-MCP; of its list when no address can name it. */
  readonly url: string;
  readonly unavailableReason: string | null;
}

export interface RegisteredServersParts {
  readonly limits: UpstreamLimits;
  readonly policy: SafeFetchPolicy;
  /** Refuses what the policy does not allow. */
  readonly callFetch: typeof fetch;
}

/**
 * What is registered in the TAS-MCP at an address that a person has typed: no credential goes there. How its servers are is not told, since
 * a TAS-MCP does not know before it has called them.
 * @throws PlatformError
 */
export async function registeredServers(
  { limits, policy, callFetch }: RegisteredServersParts,
  address: string,
  signal: AbortSignal,
): Promise<readonly RegisteredServer[]> {
  const url = tasServersAddress(address);
  const { host, origin } = new URL(url);
  const limit = AbortSignal.timeout(limits.connectMs);
  try {
    const { answer } = await askTas(
      { server: host, origin, policy, fetch: callFetch, credential: null },
      {
        url,
        body: null,
        headers: {},
        isCall: false,
        maximumBytes: limits.messageBytes,
        signal: AbortSignal.any([signal, limit]),
      },
    );
    return serversOf(answer, host, url);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) throw new ToolRefusedError(host, `it did not answer within ${limits.connectMs} ms.`);
    if (error instanceof PlatformError && (error.code === 'NEEDS_AUTH' || error.code === 'TOOL_UNAUTHORIZED'))
      throw new ToolRefusedError(
        host,
        `it wants a credential before it lists its servers, and none is sent here. Connect one by its address, ${url}/<id>.`,
        error,
      );
    throw error instanceof ProtocolError ? nameFault(error, { server: host, limits, sent: false }) : error;
  }
}

function serversOf(answer: unknown, host: string, url: string): readonly RegisteredServer[] {
  const entries: unknown = isRecord(answer) ? answer['servers'] : undefined;
  // An empty federation of the Go service has no list at all.
  if (entries === null) return [];
  if (!Array.isArray(entries)) throw new ToolRefusedError(host, 'it is no TAS-MCP: {"servers": […]} was expected.');
  if (entries.length > MOST_SERVERS)
    throw new ToolRefusedError(host, `it lists ${entries.length} servers, at most ${MOST_SERVERS} are read.`);
  const servers = new Map<string, RegisteredServer>();
  for (const [index, entry] of entries.entries()) {
    const server = serverOf(entry, `entry ${index + 1}`, url);
    if (!servers.has(server.serverId)) servers.set(server.serverId, server);
  }
  return [...servers.values()].toSorted((left, right) => (left.serverId < right.serverId ? -1 : 1));
}

/** @param place in the list, which stands for an id that cannot be shown */
function serverOf(entry: unknown, place: string, url: string): RegisteredServer {
  const { id, name, description, version, category, protocol } = entrySchema.parse(isRecord(entry) ? entry : {});
  const fault = faultOfId(id);
  const serverId = fault === null ? id : place;
  const address = fault === null ? tasServerAddress(url, id) : null;
  const isSpoken = SPOKEN.includes(protocol.toLowerCase());
  const unspoken = isSpoken ? null : `A TAS-MCP does not call servers over ${JSON.stringify(protocol)}.`;
  return {
    serverId,
    name: name === '' ? serverId : name,
    description,
    version: version === '' ? null : version,
    category: category === '' ? null : category,
    url: address ?? url,
    unavailableReason: fault ?? (address === null ? 'No address can name its id.' : unspoken),
  };
}

/** Why an id cannot be shown as it is: two that look alike would be taken for each other. */
function faultOfId(id: string): string | null {
  if (id === '') return 'It has no id.';
  if (id.length > ID_CHARACTERS) return `Its id is longer than ${ID_CHARACTERS} characters.`;
  return cleanText(id) === id ? null : 'Its id has characters that cannot be seen.';
}
