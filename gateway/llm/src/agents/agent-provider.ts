import type { Viewer } from '@aether/common/security';
import {
  LINEAGE_HEADER,
  PlatformError,
  type RequestContext,
  type ServiceParts,
  toServiceHeaders,
} from '@aether/common/service';
import { isErrorCode, matchesModel } from '@aether/schema';
import { z } from 'zod';
import { isWorkingService } from '../authorize.ts';
import { AgentsUnavailableError, CancelledError, ModelNotAllowedError } from '../errors.ts';

const PREFIX = 'agent:';
/** The host is never looked up: `agentFetch` decides where executions is. */
const EXECUTIONS = 'http://executions/agents/v1';

const failureSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().nullish(),
    path: z.array(z.string()).nullish(),
  }),
});
const modelsSchema = z.object({ data: z.array(z.looseObject({ id: z.string() })) });

export type AgentModel = z.infer<typeof modelsSchema>['data'][number];

/** Who asks, and with which request. */
export interface AgentRequest {
  readonly request: Request;
  readonly context: RequestContext;
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
}

/** Whether the name of a model is that of an agent: `agent:<slug>`. */
export function isAgentModel(model: string): boolean {
  return model.startsWith(PREFIX);
}

/**
 * Agents as models; executions serves them in the same wire format. A run is durable and has its own retries, so nothing of the
 * router's is done here: a call goes out once, and its answer is passed on as it comes.
 */
export class AgentProvider {
  readonly #parts: Pick<ServiceParts, 'tokens' | 'agentFetch'>;

  constructor(parts: Pick<ServiceParts, 'tokens' | 'agentFetch'>) {
    this.#parts = parts;
  }

  /** The answer, streamed or in one piece. @throws PlatformError when the run is refused or failed */
  async complete(of: AgentRequest, body: { readonly model: string }): Promise<Response> {
    const allowed = isWorkingService(of.context.caller) ? [] : (of.viewer.apiKey?.models ?? []);
    if (allowed.length > 0 && !matchesModel(allowed, body.model)) throw new ModelNotAllowedError(body.model, allowed);
    const key = of.request.headers.get('idempotency-key');
    const response = await this.#fetch(of, '/chat/completions', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) },
    });
    const { headers } = response;
    headers.set('x-aether-provider', 'agent');
    return new Response(response.body, { status: response.status, headers });
  }

  /** What the viewer may run, and its API key may name. @throws PlatformError */
  async list(of: AgentRequest): Promise<readonly AgentModel[]> {
    if (!of.viewer.permissions.includes('agent:run')) return [];
    const response = await this.#fetch(of, '/models', { method: 'GET' });
    const allowed = of.viewer.apiKey?.models ?? [];
    const { data } = modelsSchema.parse(await response.json());
    return allowed.length === 0 ? data : data.filter(({ id }) => matchesModel(allowed, id));
  }

  async #fetch({ request, context, viewer, signal }: AgentRequest, path: string, init: RequestInit): Promise<Response> {
    const { tokens, agentFetch } = this.#parts;
    const { requestId, traceparent } = context;
    const lineage = request.headers.get(LINEAGE_HEADER);
    const facts = { service: 'llm-gateway', audience: 'executions', viewer, requestId, traceparent, lineage };
    const headers = { ...init.headers, ...toServiceHeaders(tokens, facts) };
    let response: Response;
    try {
      response = await agentFetch(`${EXECUTIONS}${path}`, { ...init, headers, signal });
    } catch (error) {
      if (signal.aborted) throw new CancelledError(signal.reason);
      throw new AgentsUnavailableError(error);
    }
    if (response.ok) return new Response(response.body, response);
    throw await refusalOf(response);
  }
}

async function refusalOf(response: Response): Promise<PlatformError> {
  const told = failureSchema.safeParse(await response.json().catch(() => null));
  if (!told.success || !isErrorCode(told.data.error.code)) return new AgentsUnavailableError(response.status);
  const { code, message, hint, path } = told.data.error;
  return new PlatformError(code, message, { ...(hint ? { hint } : {}), ...(path ? { path } : {}) });
}
