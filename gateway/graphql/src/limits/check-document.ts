import { type DocumentNode, Kind, Lexer, Source, TokenKind, type SelectionSetNode } from 'graphql';
import type { DocumentLimits } from '../config.ts';
import { LimitExceededError } from '../errors.ts';

/** Items that a list costs when its size is not given. */
const DEFAULT_LIST_SIZE = 20;
/** Arguments that say how many items come back. */
const SIZE_ARGUMENTS = new Set(['first', 'last', 'count', 'limit']);

/**
 * Counts tokens without building a tree, so that a document of a million fields is refused before it costs memory.
 * @throws LimitExceededError
 */
export function checkTokens(text: string, maximum: number): void {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) {
    count += 1;
    if (count > maximum) throw new LimitExceededError('TOO_MANY_TOKENS', 'at least this many tokens:', maximum, count);
  }
}

interface Measure {
  depth: number;
  aliases: number;
  directives: number;
  cost: number;
}

/** Documents that passed and whose measure depends on no variable. Apollo keeps one tree per document text. */
const passed = new WeakMap<DocumentNode, DocumentLimits>();
/** Fragments that spread each other twice unfold exponentially: the walk itself must end. */
const MAXIMUM_SELECTIONS = 20_000;

/**
 * Measures an open document with its actual variables: depth, aliases, directives, and the worst case of objects that come back.
 * Fragments are measured where they are spread, so nesting by fragments counts as nesting; a fragment that spreads itself is left to validation.
 * @throws LimitExceededError for the first limit that is exceeded
 */
export function checkDocument(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  limits: DocumentLimits,
): void {
  if (passed.get(document) === limits) return;
  let dependsOnVariables = false;
  let selections = 0;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const measure: Measure = { depth: 0, aliases: 0, directives: 0, cost: 0 };

  const check = (): void => {
    if (measure.depth > limits.depth)
      throw new LimitExceededError('QUERY_TOO_DEEP', 'a depth of', limits.depth, measure.depth);
    if (measure.aliases > limits.aliases)
      throw new LimitExceededError('TOO_MANY_ALIASES', 'aliases:', limits.aliases, measure.aliases);
    if (measure.directives > limits.directives)
      throw new LimitExceededError('TOO_MANY_DIRECTIVES', 'directives:', limits.directives, measure.directives);
    if (measure.cost > limits.cost)
      throw new LimitExceededError('QUERY_TOO_COMPLEX', 'a worst case of objects of', limits.cost, measure.cost);
  };

  const walk = (set: SelectionSetNode, depth: number, factor: number, within: ReadonlySet<string>): void => {
    measure.depth = Math.max(measure.depth, depth);
    check();
    for (const selection of set.selections) {
      measure.directives += selection.directives?.length ?? 0;
      selections += 1;
      if (selections > MAXIMUM_SELECTIONS)
        throw new LimitExceededError('QUERY_TOO_COMPLEX', 'unfolded selections:', MAXIMUM_SELECTIONS, selections);
      if (selection.kind === Kind.FIELD) {
        if (selection.alias !== undefined) measure.aliases += 1;
        if (selection.selectionSet === undefined) continue;
        const size = selection.arguments?.find((argument) => SIZE_ARGUMENTS.has(argument.name.value));
        if (size?.value.kind === Kind.VARIABLE) dependsOnVariables = true;
        const given =
          size?.value.kind === Kind.INT
            ? Number(size.value.value)
            : size?.value.kind === Kind.VARIABLE
              ? Number(variables[size.value.name.value] ?? DEFAULT_LIST_SIZE)
              : null;
        // `edges` and `nodes` only unfold what their connection was asked for.
        const items = given !== null && Number.isFinite(given) ? Math.max(1, given) : 1;
        measure.cost += factor * items;
        walk(selection.selectionSet, depth + 1, factor * items, within);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, depth, factor, within);
      } else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (fragment !== undefined && !within.has(name))
          walk(fragment.selectionSet, depth, factor, new Set([...within, name]));
      }
    }
    check();
  };

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, 1, 1, new Set());
  }
  if (!dependsOnVariables) passed.set(document, limits);
}
