import { z } from 'zod';
import { commonEndpoint, ENDPOINT_EXPRESSION_LENGTH, endpointExpression, endpointFields } from './common-endpoint.ts';
import { httpAddress, httpCall } from './http-call.ts';
import { legacyEndpoints } from './legacy-endpoints.ts';

/** What the expressions of an endpoint see: the input of the run, and in `response` what the address answered. */
export const ENDPOINT_LANGUAGE = {
  variables: { inputs: 'map', response: 'dyn' },
  maximumLength: ENDPOINT_EXPRESSION_LENGTH,
} as const;

const { method, effect } = httpCall;

/** Where an agent of another system is, and how it is spoken to. */
export const endpointSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('rest'),
    ...commonEndpoint,
    method: method.unwrap().default('POST'),
    effect,
    path: endpointFields.default({}).describe('CEL expression for each {name} in the path of the address.'),
    query: endpointFields.default({}).describe('CEL expression for each parameter behind the "?".'),
    request: endpointExpression.optional().describe('CEL: what is sent, as JSON. @default the input; nothing with GET'),
  }),
  z.strictObject({
    protocol: z.literal('graphql'),
    ...commonEndpoint,
    effect: effect.describe('What a repeated request does. @default READ for a query, ONCE for a mutation'),
    document: z.string().min(1).max(20_000).describe('The operation that is sent.'),
    request: endpointExpression.optional().describe('CEL: its variables. @default the input'),
  }),
  z.strictObject({
    protocol: z.literal('openai'),
    ...commonEndpoint,
    url: httpAddress.describe('Address before `/chat/completions`, for example https://agent.example.com/v1.'),
    model: z.string().min(1).max(200),
    request: endpointExpression.optional().describe('CEL: what is asked, as text. @default the words of the person'),
  }),
  z.strictObject({
    protocol: z.literal('a2a'),
    ...commonEndpoint,
    url: httpAddress.describe('Address before `/.well-known/agent-card.json`.'),
    effect: effect.describe(
      'What a repeated message does; KEYED for agents that know a message by its id. @default ONCE',
    ),
    request: endpointExpression
      .optional()
      .describe('CEL: what is sent, a text or an object. @default the words of the person'),
  }),
  ...legacyEndpoints,
]);

export type Endpoint = z.output<typeof endpointSchema>;
export type EndpointOf<Protocol extends Endpoint['protocol']> = Extract<Endpoint, { protocol: Protocol }>;

/** Protocols of systems that were there before agents. */
export const LEGACY_PROTOCOLS: ReadonlySet<Endpoint['protocol']> = new Set(['soap', 'xml', 'csv', 'command']);

/** Every CEL expression of an endpoint, with its place in it. */
export function endpointExpressionsOf(
  endpoint: Endpoint,
): readonly { readonly path: readonly string[]; readonly text: string; readonly seesResponse: boolean }[] {
  const inPart = (part: string, expressions: Readonly<Record<string, string>> | readonly string[]) =>
    Object.entries(expressions).map(([name, text]) => ({ path: [part, name], text, seesResponse: false }));
  const { request, response } = endpoint;
  return [
    ...('path' in endpoint ? [...inPart('path', endpoint.path), ...inPart('query', endpoint.query)] : []),
    ...('arguments' in endpoint ? inPart('arguments', endpoint.arguments) : []),
    ...(request === undefined ? [] : [{ path: ['request'], text: request, seesResponse: false }]),
    ...(response === undefined ? [] : [{ path: ['response'], text: response, seesResponse: true }]),
  ];
}
