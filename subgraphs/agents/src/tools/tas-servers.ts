import { PlatformError, type ServiceParts, toServiceHeaders } from '@aether/common/service';
import { isErrorCode } from '@aether/schema';
import { z } from 'zod';
import type { LookUpCall } from '../notebook-directory.ts';

const serverSchema = z.object({
  serverId: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.string().nullable(),
  category: z.string().nullable(),
  url: z.string(),
  unavailableReason: z.string().nullable(),
});
const answerSchema = z.union([
  z.object({ servers: z.array(serverSchema) }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullish() }) }),
]);

/** A server that is registered in a TAS-MCP. */
export type TasServerRecord = Readonly<z.infer<typeof serverSchema>>;

/** What is registered in a TAS-MCP. The MCP gateway asks it: this service calls no tool server. */
export class TasServers {
  readonly #parts: Pick<ServiceParts, 'toolFetch' | 'tokens'>;

  constructor(parts: Pick<ServiceParts, 'toolFetch' | 'tokens'>) {
    this.#parts = parts;
  }

  /** @throws PlatformError with the code of the gateway */
  async at(
    address: string,
    { viewer, requestId, traceparent, signal }: LookUpCall,
  ): Promise<readonly TasServerRecord[]> {
    const { toolFetch, tokens } = this.#parts;
    // The host is never looked up: `toolFetch` decides where the gateway is.
    const response = await toolFetch(`http://mcp-gateway/v1/tas/servers?${new URLSearchParams({ url: address })}`, {
      signal,
      headers: toServiceHeaders(tokens, { service: 'agents', audience: 'mcp-gateway', viewer, requestId, traceparent }),
    });
    const answer = answerSchema.parse(await response.json());
    if ('servers' in answer) return answer.servers;
    const { code, message, hint } = answer.error;
    throw new PlatformError(isErrorCode(code) ? code : 'TOOL_REFUSED', message, hint == null ? {} : { hint });
  }
}
