/** What an API key may name as a model: `<provider>/<name>` or `agent:<slug>`, where `*` stands for any text. */
export const MODEL_PATTERN = /^[\w.:/@*-]{1,200}$/;

/** Whether one of the patterns stands for the model. A pattern may be asked for, too: what it stands for is then all allowed. */
export function matchesModel(patterns: readonly string[], model: string): boolean {
  return patterns.some((pattern) => matches(pattern.split('*'), model));
}

/** Piece by piece from the left, so a pattern of many stars costs no more than its length. */
function matches([first = '', ...rest]: readonly string[], model: string): boolean {
  if (!model.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return model === first;
  let from = first.length;
  for (const piece of rest) {
    const at = model.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return model.length - last.length >= from && model.endsWith(last);
}
