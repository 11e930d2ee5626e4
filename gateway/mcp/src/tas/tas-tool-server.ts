import type { SafeFetchPolicy } from '@aether/common/security';
import { isRecord, type JsonObject } from '@aether/schema';
import type { Tool } from '@modelcontextprotocol/client';
import type { ServerRecord } from '../catalog/catalog.ts';
import { ToolArgumentsError } from '../errors.ts';
import type { GatewayEvents } from '../events.ts';
import { AnsweringTransport } from '../upstream/answering-transport.ts';
import type { OfferedTool } from '../upstream/offered-tool.ts';
import type { CredentialFor } from '../upstream/send-authorized.ts';
import type { UpstreamLimits } from '../upstream/upstream-limits.ts';
import { bridgeProtocol } from './bridge-protocol.ts';
import { federationProtocol } from './federation-protocol.ts';
import { readTasTools, type TasPage } from './read-tas-tools.ts';
import { askTas } from './tas-egress.ts';
import { tasResult } from './tas-result.ts';

/** By which TAS hands a database and its password to a bridge, in the arguments of a call. */
const CONNECTION = '_connection';

export interface TasToolServerParts {
  readonly events: GatewayEvents;
  readonly limits: UpstreamLimits;
  readonly policy: SafeFetchPolicy;
  /** Refuses what the policy does not allow. */
  readonly callFetch: typeof fetch;
}

/** The ways to a tool server of TAS: a server that is registered in a TAS-MCP, or a bridge of tas-mcp-servers. */
export function tasToolServer(
  { policy, callFetch, limits, events }: TasToolServerParts,
  tenantId: string,
  server: ServerRecord & { readonly kind: 'TAS_MCP' | 'TAS_BRIDGE' },
  credential: CredentialFor | null,
): () => AnsweringTransport {
  const { slug, kind } = server;
  const url = server.url ?? '';
  const egress = { server: slug, origin: new URL(url).origin, policy, fetch: callFetch, credential };
  const protocol = kind === 'TAS_MCP' ? federationProtocol(slug, url) : bridgeProtocol(url, tenantId);
  const maximumBytes = limits.messageBytes;
  let told = '';

  const offered = (tool: Tool): OfferedTool => ({
    definition: tool,
    async call({ arguments: given, idempotencyKey, effect, signal }) {
      requireDeclaredConnection(slug, tool, given);
      const isKeyed = effect !== 'READ' && idempotencyKey !== null;
      const headers = { ...protocol.headers, ...(isKeyed ? { 'idempotency-key': idempotencyKey } : {}) };
      const question = protocol.call(tool.name, given);
      const { answer } = await askTas(egress, { ...question, headers, isCall: true, maximumBytes, signal });
      return tasResult(slug, protocol.resultOf(answer, 'tools/call'));
    },
  });

  const read = async (signal: AbortSignal): Promise<readonly OfferedTool[]> => {
    const request = { headers: protocol.headers, isCall: false, maximumBytes, signal };
    const page = async (cursor: string | null): Promise<TasPage> => {
      const { answer, bytes } = await askTas(egress, { ...protocol.list(cursor), ...request });
      return { result: protocol.resultOf(answer, 'tools/list'), bytes };
    };
    const { tools, leftOut } = await readTasTools(slug, page, { tools: limits.tools, bytes: limits.messageBytes });
    const { count, some } = leftOut;
    const tale = [count, ...some].join();
    // Once for each list, not each minute.
    if (count > 0 && told !== tale) events.toolsLeftOut(tenantId, slug, leftOut);
    told = tale;
    return tools.map(offered);
  };
  return () => new AnsweringTransport({ server: slug, read });
}

/**
 * Whoever sets `_connection` chooses which host a bridge dials, and a password in it would stand in the record of the run: it is sent only
 * by a tool whose definition, which a person has approved, asks for it.
 * @throws ToolArgumentsError
 */
function requireDeclaredConnection(server: string, { name, inputSchema }: Tool, given: JsonObject): void {
  if (!Object.hasOwn(given, CONNECTION)) return;
  const { properties } = inputSchema;
  if (isRecord(properties) && Object.hasOwn(properties, CONNECTION)) return;
  throw new ToolArgumentsError(`${server}/${name}`, `"${CONNECTION}" is not among its arguments, so it is not sent`);
}
