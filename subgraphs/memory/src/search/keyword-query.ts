import { quotedTerm, searchTerms } from '@aether/common/graph';

/** Beyond this many notebooks the tenant is the filter in the index, and the statement's own predicate does the rest. */
const MAXIMUM_NOTEBOOKS = 400;

/**
 * A Lucene query over passages: any of the terms, in the tenant's notebooks. Filtering inside the index keeps small tenants from
 * starving behind large ones. Null = the text has no word to look for.
 */
export function keywordQuery(
  query: string,
  scope: { readonly tenantId: string; readonly notebookIds: readonly string[] },
): string | null {
  const terms = searchTerms(query);
  if (terms.length === 0) return null;
  const place =
    scope.notebookIds.length > MAXIMUM_NOTEBOOKS
      ? `tenantId:${quotedTerm(scope.tenantId)}`
      : `notebookId:(${scope.notebookIds.map(quotedTerm).join(' OR ')})`;
  return `+text:(${terms.map(quotedTerm).join(' OR ')}) +(${place})^0`;
}
