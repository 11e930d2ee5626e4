/** At most this share of a name may differ to be a hint. */
const TOLERANCE = 0.25;

/** Up to two names that are a typing error away from the wanted one, nearest first. */
export function nearestNames(wanted: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({
      name,
      distance: Math.min(editDistance(wanted, name), editDistance(wanted, name.slice(name.indexOf('/') + 1))),
    }))
    .filter(({ name, distance }) => distance <= Math.ceil(name.length * TOLERANCE))
    .toSorted((left, right) => left.distance - right.distance || left.name.localeCompare(right.name))
    .slice(0, 2)
    .map(({ name }) => name);
}

/** Levenshtein, two rows. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
