import { PlatformError, type ServiceParts, toServiceHeaders } from '@aether/common/service';
import { isErrorCode } from '@aether/schema';
import { z } from 'zod';
import type { LookUpCall } from '../notebook-directory.ts';

const answerSchema = z.union([
  z.object({ tools: z.number() }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullish() }) }),
]);

/** Has the MCP gateway ask a tool server for its tools now, with the account that the viewer's calls are made with. */
export class ServerChecks {
  readonly #parts: Pick<ServiceParts, 'toolFetch' | 'tokens'>;

  constructor(parts: Pick<ServiceParts, 'toolFetch' | 'tokens'>) {
    this.#parts = parts;
  }

  /** What it found out, the gateway reports by itself. @throws PlatformError with the code of the gateway */
  async check(slug: string, { viewer, requestId, traceparent, signal }: LookUpCall): Promise<void> {
    const { toolFetch, tokens } = this.#parts;
    // The host is never looked up: `toolFetch` decides where the gateway is.
    const response = await toolFetch(`http://mcp-gateway/v1/tool-servers/${encodeURIComponent(slug)}/check`, {
      method: 'POST',
      signal,
      headers: toServiceHeaders(tokens, { service: 'agents', audience: 'mcp-gateway', viewer, requestId, traceparent }),
    });
    const answer = answerSchema.parse(await response.json());
    if ('tools' in answer) return;
    const { code, message, hint } = answer.error;
    throw new PlatformError(isErrorCode(code) ? code : 'TOOL_REFUSED', message, hint == null ? {} : { hint });
  }
}
