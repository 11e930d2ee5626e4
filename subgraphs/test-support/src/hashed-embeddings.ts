import { createHash } from 'node:crypto';
import { z } from 'zod';

export interface HashedEmbeddings {
  /** For `parts.modelFetch`. */
  readonly fetch: typeof fetch;
  /** Texts of every call, in order. */
  readonly calls: string[][];
  /** What the model does from now on. @default 'answers' */
  behavior: 'answers' | 'refuses connections' | 'never answers' | 'answers html' | 'answers zeros';
  dimensions: number;
}

/** The same words give near vectors: each word adds to the places that its hash names. */
function vectorOf(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const digest = createHash('sha256').update(word).digest();
    for (let index = 0; index < 4; index += 1) {
      const place = digest.readUInt16BE(index * 2) % dimensions;
      vector[place] = (vector[place] ?? 0) + ((digest[8 + index] ?? 0) % 2 === 0 ? 1 : -1);
    }
  }
  return vector.some((component) => component !== 0) ? vector : vector.fill(0.1);
}

/** `/v1/embeddings` in OpenAI's wire format, deterministic: a bag of hashed words. */
export function hashedEmbeddings(dimensions = 64): HashedEmbeddings {
  const model: HashedEmbeddings = {
    calls: [],
    behavior: 'answers',
    dimensions,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (model.behavior === 'refuses connections') throw new TypeError('fetch failed');
      if (model.behavior === 'answers html')
        return new Response('<html>no such model</html>', { status: 200, headers: { 'content-type': 'text/html' } });
      if (model.behavior === 'never answers') {
        const { promise, reject } = Promise.withResolvers<Response>();
        // The signal of `request` falls silent when that is collected, https://github.com/nodejs/undici/issues/3644.
        const signal = init?.signal ?? request.signal;
        signal.addEventListener('abort', () => reject(signal.reason));
        return promise;
      }
      const { input: texts, model: name } = z
        .object({ input: z.array(z.string()), model: z.string() })
        .parse(await request.json());
      model.calls.push(texts);
      const data = texts.map((text, index) => ({
        object: 'embedding',
        index,
        embedding:
          model.behavior === 'answers zeros'
            ? Array.from({ length: model.dimensions }, () => 0)
            : vectorOf(text, model.dimensions),
      }));
      return Response.json({ object: 'list', model: name, data, usage: { prompt_tokens: 1, total_tokens: 1 } });
    },
  };
  return model;
}
