import type { Produces } from '@aether/schema';
import { createHash } from 'node:crypto';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import { fileName } from '../artifacts/file-name.ts';
import { imageType } from '../artifacts/media-type.ts';
import { MediaInvalidError, NoMediaModelError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { callMedia } from './call-media.ts';
import { keepFile } from './keep-file.ts';

export interface ImageTask {
  readonly key: string;
  /** As people named it; look-ups are filled in, as they are in the prompt. */
  readonly name: string;
  readonly prompt: string;
  readonly painter: NonNullable<Produces['image']>;
}

/**
 * Lets a model paint one image and keeps it: a paid step, then a step that can be repeated for nothing.
 * @throws NoMediaModelError, MediaInvalidError
 */
export async function makeImage(journal: Journal, parts: RuntimeParts, task: ImageTask): Promise<ArtifactFacts> {
  const { key, prompt } = task;
  const { model, size } = task.painter;
  const answer = await callMedia(journal, parts, {
    key: `image:${key}`,
    name: 'Paint',
    model,
    text: prompt,
    settings: { size },
    async ask(client, options) {
      const { data, response } = await client.images
        .generate({ model, prompt, n: 1, size, response_format: 'b64_json' }, options)
        .withResponse();
      return {
        base64: data.data?.[0]?.b64_json ?? null,
        promptTokens: data.usage?.input_tokens ?? 0,
        completionTokens: data.usage?.output_tokens ?? 0,
        headers: response.headers,
      };
    },
  });
  if ('lacking' in answer) throw new NoMediaModelError(answer.lacking);
  const body = Buffer.from(answer.base64 ?? '', 'base64');
  const type = imageType(body);
  if (type === null) throw new MediaInvalidError(model, 'an image as PNG, JPEG or WebP');
  return keepFile(journal, parts, {
    key,
    name: fileName(task.name, type.extension),
    kind: 'IMAGE',
    format: 'IMAGE',
    mimeType: type.mimeType,
    input: { sha256: createHash('sha256').update(body).digest('hex') },
    body: async () => body,
  });
}
