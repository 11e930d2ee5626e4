/** Orders versions as their numbers say; what comes before a release (`1.0.0-rc.1`) is older than it, and a text that is no number counts as a text. */
export function compareVersions(left: string, right: string): number {
  const [release, before] = partsOf(left);
  const [otherRelease, otherBefore] = partsOf(right);
  const byRelease = compareParts(release, otherRelease, '0');
  if (byRelease !== 0) return byRelease;
  if (before.length === 0 || otherBefore.length === 0) return otherBefore.length - before.length;
  return compareParts(before, otherBefore, '');
}

/** The release, then what comes before it; the mark of a build orders nothing. */
function partsOf(version: string): readonly [readonly string[], readonly string[]] {
  const [bare = ''] = version.split('+', 1);
  const dash = bare.indexOf('-');
  return dash === -1 ? [bare.split('.'), []] : [bare.slice(0, dash).split('.'), bare.slice(dash + 1).split('.')];
}

function compareParts(left: readonly string[], right: readonly string[], missing: string): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = (left[index] ?? missing).localeCompare(right[index] ?? missing, 'en', { numeric: true });
    if (order !== 0) return order;
  }
  return 0;
}
