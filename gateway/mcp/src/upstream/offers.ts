import type { Prompt, Resource, ResourceTemplateType } from '@modelcontextprotocol/client';

/** What a server has beside tools, as of its last lists. */
export interface Offers {
  readonly prompts: readonly Prompt[];
  readonly resources: readonly Resource[];
  readonly templates: readonly ResourceTemplateType[];
}

/** A file of the server's own machine: what a program sees there is not for those who can call it. */
export function isFile(uri: string): boolean {
  return /^file:/iu.test(uri.trim());
}
