import { GRAPH_LABELS, GRAPH_RELATIONSHIPS, isGraphLabel, isGraphRelationship } from '@aether/schema';
import { type ConstDirectiveNode, Kind, type ObjectTypeDefinitionNode, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { GRAPH_TYPES } from '../src/graph/graph-types.ts';

const types = parse(GRAPH_TYPES).definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);

const directive = (node: { readonly directives?: readonly ConstDirectiveNode[] }, name: string): string => {
  const found = node.directives?.find((each) => each.name.value === name);
  return found === undefined ? '' : print(found).replaceAll(/[{}[\]]/gu, '');
};
const labelOf = (type: ObjectTypeDefinitionNode) => /labels: "(\w+)"/.exec(directive(type, 'node'))?.[1] ?? null;
const nodes = types.filter((type) => labelOf(type) !== null);
const labelNamed = (name: string) => {
  const type = nodes.find((node) => node.name.value === name);
  return type === undefined ? null : labelOf(type);
};

test('every type is a view of a label, with properties that its owner writes', () => {
  expect(nodes.length).toBe(8);
  for (const type of nodes) {
    const label = labelOf(type) ?? '';
    expect(isGraphLabel(label), label).toBe(true);
    const properties = isGraphLabel(label) ? `tenantId ${GRAPH_LABELS[label].properties}`.split(' ') : [];
    const own = (type.fields ?? []).filter((field) => !/relationship|customResolver/.test(print(field)));
    expect(
      own.map((field) => field.name.value).filter((name) => !properties.includes(name)),
      label,
    ).toEqual([]);
  }
});

test('every edge exists in the direction in which it is read', () => {
  const edges = nodes.flatMap((type) =>
    (type.fields ?? []).flatMap((field) => {
      const text = directive(field, 'relationship');
      const [, edge = '', direction] = /type: "(\w+)", direction: (\w+)/.exec(text) ?? [];
      const other = labelNamed(/Graph\w+/.exec(print(field.type))?.[0] ?? '');
      return text === '' ? [] : [{ edge, here: labelOf(type), other, isOut: direction === 'OUT' }];
    }),
  );
  expect(edges.length).toBeGreaterThan(10);
  for (const { edge, here, other, isOut } of edges) {
    const facts = isGraphRelationship(edge) ? GRAPH_RELATIONSHIPS[edge] : null;
    expect(facts?.from, edge).toContain(isOut ? here : other);
    expect(facts?.to, edge).toContain(isOut ? other : here);
  }
});

test('every type is bound to the tenant and to 100 at a time, and no label shows its tenant', () => {
  for (const type of nodes) {
    expect(directive(type, 'authorization'), type.name.value).toContain('tenantId: eq: "$jwt.tenantId"');
    expect(directive(type, 'limit')).toContain('max: 100');
    const tenant = type.fields?.find((field) => field.name.value === 'tenantId');
    expect(tenant === undefined ? '' : directive(tenant, 'selectable')).toContain('onRead: false');
  }
  for (const name of ['GraphAgent', 'GraphNotebook'])
    expect(directive(nodes.find((type) => type.name.value === name) ?? {}, 'authorization')).toContain(
      'visibility: eq: "TENANT"',
    );
});
