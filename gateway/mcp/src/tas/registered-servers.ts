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

const text = (most: number) =>
  z
    .string()
    .nullish()
    .transform((value) => cleanText(value ?? '').slice(0, most));
/** Of an entry only what a person chooses by: it may hold the keys of the server (`auth.config`). */
const entrySchema = z.object({
  id: z.string().min(1).max(200),
  name: text(200),
  description: text(1_000),
  version: text(100),
  category: text(100),
  protocol: text(50),
});

/** A server of a TAS-MCP that can be connected as a tool server. */
export interface RegisteredServer {
  readonly serverId: string;
  readonly name: string;
  readonly description: string;
  readonly version: string | null;
  readonly category: string | null;
  /** In the TAS-MCP. */
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
  for (const entry of entries) {
    const { data } = entrySchema.safeParse(entry);
    const address = data === undefined ? null : tasServerAddress(url, data.id);
    if (data === undefined || address === null || servers.has(data.id)) continue;
    const { id, name, description, version, category, protocol } = data;
    const isSpoken = SPOKEN.includes(protocol.toLowerCase());
    servers.set(id, {
      serverId: id,
      name: name === '' ? cleanText(id) : name,
      description,
      version: version === '' ? null : version,
      category: category === '' ? null : category,
      url: address,
      unavailableReason: isSpoken ? null : `A TAS-MCP does not call servers over ${JSON.stringify(protocol)}.`,
    });
  }
  return [...servers.values()].toSorted((left, right) => (left.serverId < right.serverId ? -1 : 1));
}
