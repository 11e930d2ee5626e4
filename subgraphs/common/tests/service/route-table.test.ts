import { expect, test } from 'vitest';
import { type Route, RouteTable } from '../../src/service/index.ts';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  handle: () => Promise.reject(new Error('No route is called here.')),
});
const routes = [
  route('POST', '/mcp'),
  route('GET', '/mcp'),
  route('POST', '/mcp/s/:server'),
  route('GET', '/v1/models'),
  route('GET', '/v1/models/*'),
  route('GET', '/a2a/:slug/.well-known/agent-card.json'),
];
const table = new RouteTable(routes);

test.each([
  ['POST', '/mcp?tools=all', 0, {}],
  ['HEAD', '/mcp', 1, {}],
  ['POST', '/mcp/s/crm%20two', 2, { server: 'crm two' }],
  ['GET', '/v1/models', 3, {}],
  ['GET', '/v1/models/vendor/name', 4, { '*': 'vendor/name' }],
  ['GET', '/v1/models/vendor%2Fname', 4, { '*': 'vendor/name' }],
  ['GET', '/a2a/poet/.well-known/agent-card.json', 5, { slug: 'poet' }],
] as const)('%s %s has its route and its parameters', (method, path, index, parameters) => {
  expect(table.match(method, `http://service.internal${path}`)).toEqual({ route: routes[index], parameters });
});

test.each([
  ['DELETE', '/mcp'],
  ['POST', '/mcp/'],
  ['POST', '/MCP'],
  ['POST', '/mcp/s/'],
  ['GET', '/a2a/poet/Xwell-known/agent-card.json'],
])('%s %s has none', (method, path) => {
  expect(table.match(method, `http://service.internal${path}`)).toBeNull();
});
