/**
 * Where a path of object keys stands in JSON text, for marks in an editor. A path that is not there is
 * shown at the deepest part that is.
 */
export function locateJsonPath(text: string, path: readonly string[]): { from: number; to: number } {
  let from = 0;
  let end = 1;
  for (const key of path) {
    const found = findKey(text, from, key);
    if (found === null) break;
    from = found.valueAt;
    end = found.keyEnd;
  }
  return {
    from: Math.max(0, Math.min(end === 1 ? 0 : text.lastIndexOf('"', end - 2), text.length)),
    to: Math.min(end, text.length),
  };
}

/** Finds `"key":` among the members of the object that begins at or after `from`. */
function findKey(text: string, from: number, key: string): { keyEnd: number; valueAt: number } | null {
  let depth = 0;
  const quoted = JSON.stringify(key);
  for (let index = text.indexOf('{', from); index >= 0 && index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      const end = stringEnd(text, index);
      const colon = /^\s*:\s*/.exec(text.slice(end));
      if (depth === 1 && colon !== null && text.slice(index, end) === quoted)
        return { keyEnd: end, valueAt: end + colon[0].length };
      index = end - 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return null;
    }
  }
  return null;
}

function stringEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}
