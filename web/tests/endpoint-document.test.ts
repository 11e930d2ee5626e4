import { expect, test } from 'vitest';
import { argumentsFor, endpointDocument, type EndpointValues } from '../src/features/tools/endpoint-document.ts';

const values: EndpointValues = {
  tool: 'find',
  description: 'Finds orders.',
  method: 'GET',
  endpoint: 'https://api.example.com/shops/{shop}?q={words}&limit=5',
  inputs: '{"type":"object"}',
  body: '',
};

test('an address with names becomes path, query and what stays the same', () => {
  expect(endpointDocument(values)).toMatchObject({
    document: {
      url: 'https://api.example.com/shops/{shop}?limit=5',
      query: { q: 'words' },
      inputSchema: { type: 'object' },
    },
  });
});

test('the arguments begin with the names in the address', () => {
  expect(JSON.parse(argumentsFor(values.endpoint))).toEqual({
    type: 'object',
    properties: { shop: { type: 'string' }, words: { type: 'string' } },
    required: ['shop', 'words'],
  });
});

test.each([
  ['arguments', { inputs: '{' }, 'The arguments are no JSON.'],
  ['a body', { body: 'hello' }, 'The body is no JSON.'],
])('%s that are no JSON are told before anything is sent', (_, change, problem) => {
  expect(endpointDocument({ ...values, ...change })).toEqual({ problem });
});
