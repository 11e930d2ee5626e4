import { cleanText } from '@aether/schema';
import { parse as parseYaml } from 'yaml';

/** Deeper ones are made to exhaust whoever reads them. */
const MOST_LEVELS = 100;
/** Reading YAML takes a hundred times longer than JSON, on the thread that serves everybody. */
const MOST_YAML_CHARACTERS = 1_000_000;
/** Aliases that say the same part again; without a limit nine lines become gigabytes. */
const MOST_ALIASES = 100;

/** What a text of other people holds, or why it cannot be read. */
export type ForeignDocument = { readonly value: unknown } | { readonly problem: string };

/** Reads JSON or YAML whose author is not trusted. The caller limits the bytes. */
export function readForeignDocument(text: string): ForeignDocument {
  const trimmed = text.trimStart();
  if (trimmed === '') return { problem: 'It is empty.' };
  if (/^<(?:!doctype|html|\?xml)/iu.test(trimmed)) return { problem: 'It is HTML or XML, not JSON or YAML.' };
  const parsed = parse(trimmed);
  if ('problem' in parsed) return parsed;
  if (typeof parsed.value !== 'object' || parsed.value === null) return { problem: 'It is no JSON or YAML object.' };
  if (!isWithin(parsed.value, MOST_LEVELS)) return { problem: `It is nested more than ${MOST_LEVELS} levels deep.` };
  return parsed;
}

function parse(text: string): ForeignDocument {
  if (text.startsWith('{') || text.startsWith('[')) {
    try {
      return { value: JSON.parse(text) };
    } catch {
      // YAML may begin so, too.
    }
  }
  if (text.length > MOST_YAML_CHARACTERS)
    return {
      problem: `It is no JSON, and as YAML it has more than ${MOST_YAML_CHARACTERS} characters; send it as JSON.`,
    };
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: MOST_ALIASES, schema: 'core', logLevel: 'error' });
    return { value };
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : '').split('\n');
    return { problem: `It is neither JSON nor YAML: ${cleanText(line.slice(0, 200))}` };
  }
}

/** Without recursion: a value may be deeper than the stack. */
function isWithin(root: object, levels: number): boolean {
  let layer: readonly object[] = [root];
  for (let level = 0; level < levels; level++) {
    const below = new Set<object>();
    for (const each of layer)
      for (const entry of Object.values(each)) if (typeof entry === 'object' && entry !== null) below.add(entry);
    if (below.size === 0) return true;
    layer = [...below];
  }
  return false;
}
