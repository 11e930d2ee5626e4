import { type DocumentNode, Kind, visit, BREAK } from 'graphql';

/** Apollo keeps one tree per document text, so each document is looked through once. */
const answers = new WeakMap<DocumentNode, boolean>();

/** True when a document reads the schema itself; `__typename` is no introspection in this sense. */
export function usesIntrospection(document: DocumentNode): boolean {
  const known = answers.get(document);
  if (known !== undefined) return known;
  let found = false;
  visit(document, {
    [Kind.FIELD]: (field) => {
      if (field.name.value !== '__schema' && field.name.value !== '__type') return undefined;
      found = true;
      return BREAK;
    },
  });
  answers.set(document, found);
  return found;
}
