/** A date or a revision at the end: `-2024-07-18`, `-20250929`, `-0613`, `-05-06`, `@001`, `-latest`, `:free`. */
const REVISION =
  /(?:[-@:](?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}(?:-\d{4})?|\d{8}|\d{4}|\d{3}|latest|preview|exp|experimental|free))+$/;

/** Vendors put the parts of a name in different orders: `claude-sonnet-4.5`, `claude-4.5-sonnet-20250929`. */
function partsOf(name: string): string {
  const bare = name.toLowerCase().slice(name.lastIndexOf('/') + 1);
  return bare
    .replace(REVISION, '')
    .split(/[-._:@ ]+/)
    .toSorted()
    .join('-');
}

/**
 * Whether the model that a vendor says it used is the one it was asked for. Revisions and aliases of one model are the
 * same; `gpt-4o` and `gpt-4o-mini` are not. A name that leaves the choice to the vendor (`…/auto`) is met by any.
 */
export function isSameModel(asked: string, answered: string): boolean {
  return asked === answered || /(?:^|[/-])auto$/i.test(asked) || partsOf(asked) === partsOf(answered);
}
