import { agentSpecSchema, type AgentSpecInput } from '@aether/schema';
import { expect, test } from 'vitest';
import { endpointExpressionIssues } from '../src/validation/endpoint-expression-issues.ts';

function issuesOf(endpoint: Record<string, unknown>) {
  return endpointExpressionIssues(
    agentSpecSchema.parse({
      specVersion: 1,
      type: 'EXTERNAL_API',
      kind: 'QA',
      instructions: 'Ask it.',
      inputs: { type: 'object', properties: { question: { type: 'string' } } },
      endpoint: { protocol: 'rest', url: 'https://a.example/', ...endpoint } as AgentSpecInput['endpoint'],
    }),
  );
}

test('an endpoint without mappings, and one with good ones, has no issue', () => {
  expect(issuesOf({})).toEqual([]);
  expect(issuesOf({ request: '{"q": inputs.question}', response: '{"answer": response.body.text}' })).toEqual([]);
});

test.for<[name: string, endpoint: Record<string, unknown>, path: string, message: RegExp]>([
  ['a request that does not parse', { request: '{"q":' }, 'endpoint.request', /cannot be read/],
  ['a request that sees the answer', { request: 'response.body' }, 'endpoint.request', /"response" has a value only/],
  ['a response over nodes of a flow', { response: 'nodes.a.output' }, 'endpoint.response', /nodes/],
  ['a parameter that does not parse', { query: { q: '1 +' } }, 'endpoint.query.q', /cannot be read/],
])('%s is an issue with its place', ([, endpoint, path, message]) => {
  expect(issuesOf(endpoint)).toMatchObject([{ code: 'WRONG_EXPRESSION', message: expect.stringMatching(message) }]);
  expect(issuesOf(endpoint)[0]?.path.join('.')).toBe(path);
});

test.for([
  ['that does not parse', '{x', /cannot be read: Syntax Error/],
  ['without an operation', 'fragment F on Query { x }', /has 0 operations/],
  ['with two operations', 'query A { x } query B { x }', /has 2 operations/],
] as const)('a GraphQL document %s is an issue', ([, document, message]) => {
  const url = 'https://a.example/graphql';
  expect(issuesOf({ protocol: 'graphql', url, document })).toMatchObject([
    { code: 'WRONG_VALUE', path: ['endpoint', 'document'], message: expect.stringMatching(message) },
  ]);
  expect(issuesOf({ protocol: 'graphql', url, document: 'query ($id: ID!) { order(id: $id) { status } }' })).toEqual(
    [],
  );
});
