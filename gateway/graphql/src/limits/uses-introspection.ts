import { type DocumentNode, Kind, visit, BREAK } from 'graphql';

/** True when a document reads the schema itself; `__typename` is no introspection in this sense. */
export function usesIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]: (field) => {
      if (field.name.value !== '__schema' && field.name.value !== '__type') return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}
