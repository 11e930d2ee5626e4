import { Kind, print } from 'graphql';
import type { DocumentNode, FieldDefinitionNode, ObjectTypeDefinitionNode, TypeNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { subgraphs } from './contract-files.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'];
const SCALARS = ['Timestamp', 'NanoUsd', 'Long', 'JSON', 'JSONSchema'];

function objectsOf(document: DocumentNode): ObjectTypeDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
}

function objectNamed(document: DocumentNode, name: string): ObjectTypeDefinitionNode | undefined {
  return objectsOf(document).find((object) => object.name.value === name);
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** `Foreign!`, `[Foreign!]` and `[Foreign!]!` promise what another owner must keep. */
function promisesElement(type: TypeNode): boolean {
  const list = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  if (list.kind === Kind.LIST_TYPE) return list.type.kind === Kind.NON_NULL_TYPE;
  return type.kind === Kind.NON_NULL_TYPE;
}

/** Types that a subgraph refers to or extends without owning them. */
const OWNERS: Record<string, string> = { Agent: 'agents', User: 'identity' };
function foreignTypes(name: string, document: DocumentNode): string[] {
  return objectsOf(document)
    .filter((object) => {
      const owner = OWNERS[object.name.value];
      if (owner !== undefined) return owner !== name;
      return (object.directives ?? []).some((directive) => print(directive).includes('resolvable: false'));
    })
    .map((object) => object.name.value);
}

/** Best first by a measure that each element carries; there is no page after it. */
function isRanked(document: DocumentNode, field: FieldDefinitionNode): boolean {
  const measures = objectNamed(document, namedType(field.type))?.fields?.map((part) => part.name.value) ?? [];
  const takesAfter = field.arguments?.some((argument) => argument.name.value === 'after') ?? false;
  return !takesAfter && (measures.includes('score') || measures.includes('lift'));
}

function namesOf(document: DocumentNode): Record<'types' | 'inputs' | 'fields' | 'values', string[]> {
  const names: Record<'types' | 'inputs' | 'fields' | 'values', string[]> = {
    types: [],
    inputs: [],
    fields: [],
    values: [],
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    names.types.push(definition.name.value);
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) names.inputs.push(definition.name.value);
    if ('fields' in definition) names.fields.push(...(definition.fields ?? []).map((field) => field.name.value));
    if ('values' in definition) names.values.push(...(definition.values ?? []).map((value) => value.name.value));
  }
  return names;
}

describe.each(subgraphs)('$name', ({ name, document }) => {
  test('a field whose type another subgraph owns is nullable, and so are elements of lists', () => {
    const foreign = foreignTypes(name, document);
    const broken = objectsOf(document).flatMap((object) =>
      (object.fields ?? [])
        .filter((field) => foreign.includes(namedType(field.type)) && promisesElement(field.type))
        .map((field) => `${object.name.value}.${field.name.value}: ${print(field.type)}`),
    );
    expect(broken).toEqual([]);
  });

  test('every write takes one input and answers userErrors', () => {
    for (const field of objectNamed(document, 'Mutation')?.fields ?? []) {
      expect(
        field.arguments?.map((argument) => argument.name.value),
        field.name.value,
      ).toEqual(['input']);
      expect(print(field.arguments?.[0]?.type ?? field.type), field.name.value).toMatch(/Input!$/);
      const payload = objectNamed(document, namedType(field.type));
      const userErrors = payload?.fields?.find((part) => part.name.value === 'userErrors');
      expect(userErrors && print(userErrors.type), field.name.value).toBe('[UserError!]!');
    }
  });

  test('lists that take `first` are connections of edges with a cursor and a node, or the best of a ranking', () => {
    for (const object of objectsOf(document)) {
      for (const field of object.fields ?? []) {
        if (!field.arguments?.some((argument) => argument.name.value === 'first')) continue;
        if (isRanked(document, field)) continue;
        expect(namedType(field.type), `${object.name.value}.${field.name.value}`).toMatch(/Connection$/);
        const connection = objectNamed(document, namedType(field.type));
        expect(connection?.fields?.map((part) => part.name.value)).toEqual(
          expect.arrayContaining(['edges', 'pageInfo']),
        );
      }
    }
  });

  test('fields of one name have one type in all members of a union', () => {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.UNION_TYPE_DEFINITION) continue;
      const types = new Map<string, string>();
      for (const member of definition.types ?? []) {
        for (const field of objectNamed(document, member.name.value)?.fields ?? []) {
          const type = print(field.type);
          expect(types.get(field.name.value) ?? type, `${member.name.value}.${field.name.value}`).toBe(type);
          types.set(field.name.value, type);
        }
      }
    }
  });

  test('types are PascalCase, inputs end with Input or Filter, fields are camelCase, enum values UPPER_CASE', () => {
    const names = namesOf(document);
    for (const type of names.types) expect(type).toMatch(/^[A-Z][A-Za-z0-9]*$/);
    for (const input of names.inputs) expect(input).toMatch(/(Input|Filter)$/u);
    for (const field of names.fields) expect(field).toMatch(/^[a-z][A-Za-z0-9]*$/);
    for (const value of names.values) expect(value).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
  });

  test.each([
    ['instants', /(^at|At)$/, 'Timestamp'],
    ['durations in milliseconds', /Ms$/, 'Float'],
    ['sizes', /^bytes$/, 'Long'],
  ])('%s have one type', (_, pattern, type) => {
    const others = objectsOf(document).flatMap((object) =>
      (object.fields ?? [])
        .filter((field) => pattern.test(field.name.value) && namedType(field.type) !== type)
        .map((field) => `${object.name.value}.${print(field)}`),
    );
    expect(others).toEqual([]);
  });

  test('the only scalars are those of the contract', () => {
    const scalars = document.definitions.filter((definition) => definition.kind === Kind.SCALAR_TYPE_DEFINITION);
    for (const scalar of scalars) expect(SCALARS).toContain(scalar.name.value);
  });

  test('no operation takes a tenant id', () => {
    const inputs = document.definitions.filter((definition) => definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION);
    const operations = ROOTS.flatMap((root) => objectNamed(document, root)?.fields ?? []);
    for (const node of [...inputs, ...operations]) expect(print(node)).not.toMatch(/tenant_?id\s*:/i);
  });
});

test('a value type that several subgraphs have is the same in all of them', () => {
  const texts = new Map<string, string>();
  for (const { name, document } of subgraphs) {
    for (const definition of document.definitions) {
      const shared =
        definition.kind === Kind.ENUM_TYPE_DEFINITION ||
        definition.kind === Kind.SCALAR_TYPE_DEFINITION ||
        (definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
          definition.directives?.some((directive) => directive.name.value === 'shareable'));
      if (!shared) continue;
      const text = print({ ...definition, directives: [] });
      expect(text, `${name}: ${definition.name.value}`).toBe(texts.get(definition.name.value) ?? text);
      texts.set(definition.name.value, text);
    }
  }
});
