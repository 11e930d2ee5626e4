const MOST_SHOWN = 5;

/** Names that a foreign server has chosen, in a sentence of ours; all of them are in the facts of the error. */
export function shownScopes(scopes: readonly string[]): string {
  const rest = scopes.length - MOST_SHOWN;
  const shown = scopes.slice(0, MOST_SHOWN).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
