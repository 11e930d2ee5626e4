/** Stars and text of a rating that says only what can be counted: how many of one's own answers rested on a quoted source. */
export function measuredRating(runs: readonly { readonly status: string; readonly citations: readonly unknown[] }[]): {
  readonly stars: number;
  readonly text: string;
} {
  const quoted = runs.filter(({ status, citations }) => status === 'SUCCEEDED' && citations.length > 0).length;
  const share = runs.length === 0 ? 0 : quoted / runs.length;
  return {
    stars: 1 + Math.round(4 * share),
    text: `${quoted} of my ${runs.length} questions were answered with a quotation.`,
  };
}
