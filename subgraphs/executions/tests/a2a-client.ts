import { type Part, type SendMessageRequest, type Task, type TaskPushNotificationConfig } from '@a2a-js/sdk';
import {
  type Client,
  ClientFactory,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from '@a2a-js/sdk/client';
import type { Viewer } from '@aether/common/security';
import { fromServiceHeaders, RouteTable, type Service, toServiceHeaders } from '@aether/common/service';
import { testTokens } from '@aether/test-support';
import { createExecutions, type TestExecutions, type TestExecutionsOptions } from './create-executions.ts';
import { triggerOperations } from './create-triggers.ts';
import { agentSpec } from './run-agent-spec.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

const tokens = testTokens();
const BASE = 'http://localhost:8080/a2a/helper/';

/** Requests as the edge forwards them for this person. */
export function edgeFetch({ service }: { readonly service: Service }, viewer: Viewer | null): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const match = new RouteTable(service.routes).match(request.method, request.url);
    if (match === null) return new Response(null, { status: 404 });
    const facts = { service: 'graphql-gateway', audience: service.name, requestId: 'req_1', traceparent: null };
    const signal = init?.signal ?? new AbortController().signal;
    const context = fromServiceHeaders(tokens, service.name, toServiceHeaders(tokens, { ...facts, viewer }), signal);
    return match.route.handle(request, { parameters: match.parameters, context });
  };
}

/** Ways to say the same, as agent cards name them. */
export const BINDINGS = ['JSONRPC', 'HTTP+JSON'] as const;
export type Binding = (typeof BINDINGS)[number];

/** The official client of A2A, which finds the agent by its card. */
export function connect(executions: TestExecutions, viewer: Viewer, binding: Binding = 'JSONRPC'): Promise<Client> {
  const fetchImpl = edgeFetch(executions, viewer);
  const Transport = binding === 'JSONRPC' ? JsonRpcTransportFactory : RestTransportFactory;
  return new ClientFactory({
    transports: [new Transport({ fetchImpl })],
    cardResolver: new DefaultAgentCardResolver({ fetchImpl }),
  }).createFromUrl(BASE);
}

export const text = (value: string): Part => ({
  content: { $case: 'text', value },
  metadata: undefined,
  filename: '',
  mediaType: 'text/plain',
});

export function message(
  parts: Part[],
  facts: {
    readonly id?: string;
    readonly taskId?: string;
    readonly contextId?: string;
    readonly returnImmediately?: boolean;
    readonly push?: TaskPushNotificationConfig;
  } = {},
): SendMessageRequest {
  const { id = crypto.randomUUID(), taskId = '', contextId = '', returnImmediately = false, push } = facts;
  return {
    tenant: '',
    message: {
      messageId: id,
      contextId,
      taskId,
      role: 1,
      parts,
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: { acceptedOutputModes: [], taskPushNotificationConfig: push, returnImmediately },
    metadata: undefined,
  };
}

/** A published agent with a scripted loop. */
export function createAgent(executeAgent: ExecuteAgent, spec = agentSpec(), options: TestExecutionsOptions = {}) {
  const profile = { slug: 'helper', name: 'Help desk', description: 'Helps.' };
  return createExecutions({
    ...options,
    executeAgent,
    operations: {
      ...triggerOperations({ spec }),
      AgentProfile: ({ slug }) => ({ agent: slug === profile.slug ? profile : null }),
      ...options.operations,
    },
  });
}

/** The task that a message has begun. */
export async function started(client: Client, request: SendMessageRequest): Promise<Task> {
  const result = await client.sendMessage(request);
  if (!('status' in result)) throw new Error('A task was expected.');
  return result;
}
