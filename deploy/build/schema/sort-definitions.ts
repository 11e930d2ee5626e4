import { Kind, parse, print } from 'graphql';
import type { DefinitionNode } from 'graphql';

const KINDS: readonly string[] = [
  Kind.SCHEMA_EXTENSION,
  Kind.SCHEMA_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
];
const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** The same SDL, with definitions in an order that does not depend on imports: links, directives, scalars, roots, then types by name. */
export function sortDefinitions(sdl: string): string {
  const { kind, definitions } = parse(sdl);
  return `${print({ kind, definitions: definitions.toSorted(byKindAndName) })}\n`;
}

function byKindAndName(left: DefinitionNode, right: DefinitionNode): number {
  return rank(left) - rank(right) || (nameOf(left) < nameOf(right) ? -1 : 1);
}

function rank(definition: DefinitionNode): number {
  const kind = KINDS.indexOf(definition.kind);
  if (kind !== -1) return kind;
  const root = ROOTS.indexOf(nameOf(definition));
  return root === -1 ? KINDS.length + ROOTS.length : KINDS.length + root;
}

function nameOf(definition: DefinitionNode): string {
  return 'name' in definition && definition.name !== undefined ? definition.name.value : '';
}
