import {
  BUILT_IN_ROLES,
  DOMAIN_EVENTS,
  GRAPH_LABELS,
  GRAPH_RELATIONSHIPS,
  isDomainEventType,
  isGraphLabel,
  PERMISSIONS,
  PUBLIC_ROUTES,
  SERVICES,
} from '@aether/schema';
import { AGENT_EVENTS, EXECUTION_EVENTS } from '@aether/schema';
import { isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { apiSchema } from './contract-files.ts';

test('every permission is <noun>:<verb> and the owner holds all of them', () => {
  for (const permission of Object.keys(PERMISSIONS)) expect(permission).toMatch(/^[a-z]+(-[a-z]+)*:[a-z]+$/);
  expect([...BUILT_IN_ROLES.owner.permissions].toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted());
});

test('each built-in role grants what the next smaller one grants, and more', () => {
  const { owner, builder, member, viewer } = BUILT_IN_ROLES;
  for (const [larger, smaller] of [
    [owner, builder],
    [builder, member],
    [member, viewer],
  ] as const) {
    for (const permission of smaller.permissions) expect(larger.permissions).toContain(permission);
    expect(larger.permissions.length).toBeGreaterThan(smaller.permissions.length);
  }
});

test.each([
  ['ExecutionEvent', EXECUTION_EVENTS],
  ['AgentEvent', AGENT_EVENTS],
])('the journal names of %s lead to all members of the union and to no other', (union, events) => {
  const type = apiSchema().getType(union);
  const members = isUnionType(type) ? type.getTypes().map(({ name }) => name) : [];
  expect(new Set(Object.values(events).map(({ graphqlType }) => graphqlType))).toEqual(new Set(members));
});

test('the CloudEvents of streams that services tell each other are in the table of domain events', () => {
  expect(isDomainEventType(EXECUTION_EVENTS['execution-end'].cloudEventType)).toBe(true);
  expect(isDomainEventType(AGENT_EVENTS['agent-publish'].cloudEventType)).toBe(true);
  for (const type of Object.keys(DOMAIN_EVENTS)) expect(type).toMatch(/^aether\.[a-z-]+\.[a-z-]+$/);
});

test('labels and relationships have owners that exist', () => {
  const packages = new Set<string>([
    ...Object.values(SERVICES).map(({ packageName }) => packageName),
    '@aether/common',
  ]);
  for (const [label, { owner, properties }] of Object.entries(GRAPH_LABELS)) {
    expect(packages, label).toContain(owner);
    const names = properties.split(' ');
    expect(new Set(names).size, label).toBe(names.length);
  }
  for (const [type, { owner, from, to }] of Object.entries(GRAPH_RELATIONSHIPS)) {
    expect(packages, type).toContain(owner);
    for (const label of [...from, ...to]) expect(isGraphLabel(label), `${type}: ${label}`).toBe(true);
  }
});

test('public routes are distinct, and a route that takes a body says how much', () => {
  const keys = PUBLIC_ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { method, path, maximumBytes } of PUBLIC_ROUTES) {
    expect(path).toMatch(/^(\/[a-zA-Z0-9.-]+|\/:[a-z]+|\/\*$)+$/);
    expect(maximumBytes > 0, path).toBe(method === 'POST' || method === 'PUT');
  }
});
