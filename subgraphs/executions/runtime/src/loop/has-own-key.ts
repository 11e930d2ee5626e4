import { APIError } from 'openai';

/** What the LLM gateway says at the head of an answer, or of a refusal (gateway/llm/README.md): the person's own key was used. */
export function hasOwnKey(from: unknown): boolean {
  const headers = from instanceof Response || from instanceof APIError ? from.headers : null;
  return headers?.get('x-aether-own-key') === 'true';
}
