import { isPermission } from '@aether/schema';
import { Kind } from 'graphql';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readContractFile, subgraphs } from './contract-files.ts';

const OUTSIDE_OF_ROLES = ['public', 'signed-in', 'service-only'];
const table = z
  .record(z.string(), z.record(z.string(), z.string()))
  .parse(JSON.parse(readContractFile('permissions.json')));

describe.each(subgraphs)('$name', ({ name, document }) => {
  const roots = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const type = definition.name.value;
    if (!['Query', 'Mutation', 'Subscription'].includes(type)) return [];
    return (definition.fields ?? []).map((field) => ({
      key: `${type}.${field.name.value}`,
      hidden: field.directives?.some((directive) => directive.name.value === 'inaccessible') ?? false,
    }));
  });

  test('every root field declares a permission', () => {
    expect(Object.keys(table[name] ?? {}).toSorted()).toEqual(roots.map(({ key }) => key).toSorted());
  });

  test('a permission is in the table of permissions or one of the three rules', () => {
    for (const [key, permission] of Object.entries(table[name] ?? {})) {
      expect(isPermission(permission) || OUTSIDE_OF_ROLES.includes(permission), `${key}: ${permission}`).toBe(true);
    }
  });

  test('what only services may call is hidden from clients, and nothing else is', () => {
    for (const { key, hidden } of roots) expect(table[name]?.[key] === 'service-only', key).toBe(hidden);
  });
});
