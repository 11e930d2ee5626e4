import { type SafeFetchPolicy, serviceViewer } from '@aether/common/security';
import type { InternalOperations } from '@aether/common/service';
import { ToolServerDocumentDocument } from '@aether/schema';
import type { ServerRecord } from '../catalog/catalog.ts';
import { CredentialScopeError, ToolServerUnavailableError } from '../errors.ts';
import type { GatewayEvents } from '../events.ts';
import { AnsweringTransport } from '../upstream/answering-transport.ts';
import type { CredentialFor } from '../upstream/send-authorized.ts';
import type { UpstreamLimits } from '../upstream/upstream-limits.ts';
import { callHttpTool } from './call-http-tool.ts';
import { type HttpEgressAnswer, type HttpEgressOptions, sendRequest } from './http-egress.ts';
import { httpToolDefinition } from './http-tool-definition.ts';
import { HttpToolSource } from './http-tool-source.ts';

export interface HttpToolServerParts {
  readonly operations: InternalOperations;
  readonly events: GatewayEvents;
  readonly limits: UpstreamLimits;
  readonly policy: SafeFetchPolicy;
  /** Refuses what the policy does not allow. */
  readonly callFetch: typeof fetch;
}

/** The ways to a tool server that is an OpenAPI document or a single endpoint; what was read last is kept from one to the next. */
export function httpToolServer(
  { operations, policy, callFetch, limits, events }: HttpToolServerParts,
  tenantId: string,
  server: ServerRecord & { readonly kind: 'OPENAPI' | 'HTTP_ENDPOINT' },
  credential: CredentialFor | null,
): () => AnsweringTransport {
  const { id, slug, kind, documentUrl = null } = server;
  const url = server.url ?? '';
  const egress = { server: slug, origin: new URL(url).origin, policy, fetch: callFetch, credential };
  const source = new HttpToolSource({
    server: slug,
    kind,
    url,
    documentUrl,
    policy,
    onLeftOut: (left) => events.operationsLeftOut(tenantId, slug, left),
    async given() {
      const { toolServerDocument } = await operations.call(
        ToolServerDocumentDocument,
        { id },
        { onBehalfOf: serviceViewer(tenantId) },
      );
      if (toolServerDocument == null) throw new ToolServerUnavailableError(slug, 'its document is gone');
      return toolServerDocument;
    },
    get: (address, { maximumBytes, signal }) =>
      getDocument(egress, address, maximumBytes, AbortSignal.any([signal, AbortSignal.timeout(limits.connectMs)])),
  });
  return () =>
    new AnsweringTransport({
      server: slug,
      async read(signal) {
        const tools = await source.read(signal);
        return tools.tools.map((tool) => ({
          definition: httpToolDefinition(tool, tools),
          call: (call) => callHttpTool(egress, tools, tool, { ...call, maximumBytes: limits.resultBytes }),
        }));
      },
    });
}

/** With the credential only where that may go; a document is often beside the addresses that a token is granted for. */
async function getDocument(
  egress: HttpEgressOptions,
  url: string,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<HttpEgressAnswer> {
  const headers = { accept: 'application/json, application/yaml;q=0.9, text/plain;q=0.5' };
  const request = { method: 'GET', url, headers, body: null, credentialHeader: 'x-api-key', maximumBytes, signal };
  try {
    return await sendRequest(egress, request);
  } catch (error) {
    if (error instanceof CredentialScopeError) return sendRequest({ ...egress, credential: null }, request);
    throw error;
  }
}
