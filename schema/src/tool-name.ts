/** What model vendors accept as the name of a function; MCP allows more. */
const FUNCTION_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const KEPT = 55;

/**
 * The name of a tool at `/mcp` and for models: `crm/search` → `crm__search`. A name that a model may not use is mended and gets a hash of
 * the slug as its ending, so that two tools do not share one.
 */
export function toolNameOf(slug: string): string {
  const slash = slug.indexOf('/');
  const plain = `${slug.slice(0, slash)}__${slug.slice(slash + 1)}`;
  if (FUNCTION_NAME.test(plain)) return plain;
  return `${plain.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, KEPT)}_${hashOf(slug)}`;
}

/** FNV-1a, 32 bits as hexadecimal text: the web computes it too, so it needs no library. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
