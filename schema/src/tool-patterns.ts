import { matchesPattern } from './matches-pattern.ts';

/** What an API key may name as a tool: `<server>/<tool>` or `agent/<slug>`, where `*` stands for any text. */
export const TOOL_PATTERN = /^[a-z0-9*-]{1,63}\/[\w.*-]{1,128}$/;

/** Whether an API key with these patterns may use the tool. @param slug `<server>/<tool>` */
export function allowsTool(patterns: readonly string[], slug: string): boolean {
  return patterns.length === 0 || matchesPattern(patterns, slug);
}

/** Whether an API key with these patterns may use anything of the server: its prompts and resources go with its tools. */
export function allowsToolServer(patterns: readonly string[], server: string): boolean {
  const servers = patterns.map((pattern) => pattern.slice(0, pattern.indexOf('/')));
  return patterns.length === 0 || matchesPattern(servers, server);
}
