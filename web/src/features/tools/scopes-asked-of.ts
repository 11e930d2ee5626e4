import type { ToolServer } from './tools-document.ts';

/** What a server wants beyond what was granted to it; none when nobody may see its credential. */
export function scopesAskedOf({ credential }: Pick<ToolServer, 'credential'>): readonly string[] {
  return credential?.askedScopes ?? [];
}
