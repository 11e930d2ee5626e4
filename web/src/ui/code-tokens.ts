export interface CodeToken {
  kind: 'key' | 'text' | 'number' | 'plain';
  text: string;
}

const PATTERN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\btrue\b|\bfalse\b|\bnull\b)/g;

/** Colours for JSON; text that is no JSON comes back as one plain token. */
export function codeTokens(text: string): CodeToken[] {
  if (!/^\s*[[{"]/.test(text)) return [{ kind: 'plain', text }];
  const tokens: CodeToken[] = [];
  let position = 0;
  for (const match of text.matchAll(PATTERN)) {
    const [whole, quoted, colon] = match;
    if (match.index > position) tokens.push({ kind: 'plain', text: text.slice(position, match.index) });
    if (quoted === undefined) tokens.push({ kind: 'number', text: whole });
    else {
      tokens.push({ kind: colon === undefined ? 'text' : 'key', text: quoted });
      if (colon !== undefined) tokens.push({ kind: 'plain', text: colon });
    }
    position = match.index + whole.length;
  }
  tokens.push({ kind: 'plain', text: text.slice(position) });
  return tokens;
}
