import type { ClientRequest } from './client-request.ts';
import { isRunCaller } from './is-run-caller.ts';

/** Patterns of the tools that a request may see and call; none = all that its viewer may use. */
export function allowedTools({ viewer, context }: Pick<ClientRequest, 'viewer' | 'context'>): readonly string[] {
  return isRunCaller(context.caller) ? [] : (viewer.apiKey?.tools ?? []);
}
