import { randomBytes } from 'node:crypto';
import { LocalKeyEncryptionKey, type Viewer } from '@aether/common/security';
import type { Service } from '@aether/common/service';
import { executeAs, type OperationHandlers } from '@aether/test-support';
import { fromServiceHeaders, RouteTable, toServiceHeaders } from '@aether/common/service';
import { testTokens } from '@aether/test-support';
import { signatureOf } from '../src/triggers/webhook-signature.ts';
import { AGENT_ID, agentOperations, type RunnableAgentFacts } from './run-agent-spec.ts';

const tokens = testTokens();
export const VAULT_KEY = new Uint8Array(randomBytes(32));

/** What identity and agents answer: a data key for each tenant, and each person with the rights that the test gives. */
export function triggerOperations(
  facts: RunnableAgentFacts & { readonly principal?: (userId: string) => object | null } = {},
): OperationHandlers {
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const provider = new LocalKeyEncryptionKey({ secret: VAULT_KEY, random });
  const keys = new Map<string, Promise<string>>();
  return {
    ...agentOperations(facts),
    VaultKey: async (_variables, { onBehalfOf }) => {
      const tenantId = onBehalfOf?.tenantId ?? '';
      const id = `vky_${tenantId.slice(4)}`;
      const wrapped = keys.get(tenantId) ?? provider.wrap(random(32), `${tenantId}|${id}|data-key`);
      keys.set(tenantId, wrapped);
      const at = '2026-01-01T00:00:00.000Z';
      return { vaultKey: { id, version: 1, wrappedKey: await wrapped, algorithm: 'AES-256-GCM', createdAt: at } };
    },
    PrincipalOfUser: ({ userId, scopes }, { onBehalfOf }) => ({
      principalOfUser:
        facts.principal === undefined
          ? {
              tenantId: onBehalfOf?.tenantId,
              userId,
              roleKey: 'owner',
              departmentId: null,
              teamIds: [],
              permissions: ['agent:run'],
              scopes,
            }
          : facts.principal(String(userId)),
    }),
  };
}

export interface TestTrigger {
  readonly id: string;
  readonly url: string;
  readonly revision: number;
  readonly secret: string;
}

const CREATE = `mutation ($input: CreateTriggerInput!) { createTrigger(input: $input) {
  trigger { id url revision } secret userErrors { path code message } } }`;

export interface TriggerAnswer {
  readonly trigger: Omit<TestTrigger, 'secret'> | null;
  readonly secret: string | null;
  readonly userErrors: readonly {
    readonly path: readonly string[];
    readonly code: string;
    readonly message: string;
  }[];
}

export async function createTrigger(
  service: Service,
  viewer: Viewer,
  input: Readonly<Record<string, unknown>> = {},
): Promise<TriggerAnswer> {
  const { data, errors } = await executeAs<{ createTrigger: TriggerAnswer }>(service, viewer, CREATE, {
    input: {
      agentId: AGENT_ID,
      name: 'Orders',
      type: 'WEBHOOK',
      configuration: {},
      enabled: true,
      mapping: { question: 'event.body.question' },
      ...input,
    },
  });
  if (errors.length > 0) throw Object.assign(new Error(errors[0]?.message), { extensions: errors[0]?.extensions });
  return data.createTrigger;
}

/** A trigger that must come into being. */
export async function newTrigger(
  service: Service,
  viewer: Viewer,
  input: Readonly<Record<string, unknown>> = {},
): Promise<TestTrigger> {
  const { trigger, secret, userErrors } = await createTrigger(service, viewer, input);
  if (trigger === null || secret === null) throw new Error(JSON.stringify(userErrors));
  return { ...trigger, secret };
}

export interface HookAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, string> & { readonly error?: { readonly code: string; readonly message: string } };
}

const routeTables = new WeakMap<Service, RouteTable>();

/** Made once, as the edge does: a benchmark posts thousands of events. */
function routesOf(service: Service): RouteTable {
  const table = routeTables.get(service) ?? new RouteTable(service.routes);
  routeTables.set(service, table);
  return table;
}

/** A request as the edge forwards it. */
export async function post(
  service: Service,
  id: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<HookAnswer> {
  const match = routesOf(service).match('POST', `http://localhost/hooks/${id}`);
  if (match === null) throw new Error('There is no such route.');
  const request = new Request(`http://localhost/hooks/${id}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const internal = toServiceHeaders(tokens, {
    service: 'graphql-gateway',
    audience: service.name,
    viewer: null,
    requestId: 'req_hook',
    traceparent: null,
  });
  const context = fromServiceHeaders(tokens, service.name, internal, request.signal);
  const response = await match.route.handle(request, { parameters: match.parameters, context });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as HookAnswer['body'],
  };
}

/** What a sender with the secret adds to its request. */
export function signed(
  secret: string,
  body: string,
  options: { readonly id?: string; readonly at?: Date } = {},
): Record<string, string> {
  const id = options.id ?? `evt_${crypto.randomUUID()}`;
  const timestamp = String(Math.floor((options.at ?? new Date()).getTime() / 1_000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, { id, timestamp, body }),
  };
}

export interface TestDelivery {
  readonly id: string;
  readonly status: string;
  readonly stages: readonly { readonly name: string; readonly passed: boolean; readonly reason: string | null }[];
  readonly headers: Record<string, string>;
  readonly body: { readonly text: string };
  readonly input: unknown;
  readonly execution: { readonly id: string; readonly origin: string } | null;
}

export async function deliveriesOf(service: Service, viewer: Viewer, id: string): Promise<readonly TestDelivery[]> {
  const { data, errors } = await executeAs<{
    trigger: { deliveries: { edges: readonly { node: TestDelivery }[] } };
  }>(
    service,
    viewer,
    `query ($id: ID!) { trigger(id: $id) { deliveries(first: 100) { edges { node {
       id status stages { name passed reason } headers body { text } input execution { id origin } } } } } }`,
    { id },
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.trigger.deliveries.edges.map(({ node }) => node);
}
