import { ModelSubstitutedError, type ProviderFacts } from '../provider-errors.ts';
import type { ChatChunk } from '../wire/chat-completion.ts';
import { isSameModel } from './is-same-model.ts';

/** @throws ModelSubstitutedError when the vendor says that another model answered */
export function requireSameModel(facts: ProviderFacts, answered: string | null | undefined): void {
  const { model } = facts;
  if (model !== undefined && answered && !isSameModel(model, answered))
    throw new ModelSubstitutedError(facts, answered);
}

/** A stream that ends before its first visible token when its chunks name another model. */
export async function* sameModelOnly(
  chunks: AsyncIterable<ChatChunk>,
  facts: ProviderFacts,
): AsyncGenerator<ChatChunk> {
  for await (const chunk of chunks) {
    requireSameModel(facts, chunk.model);
    yield chunk;
  }
}
