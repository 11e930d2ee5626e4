import { ValidationError } from '@aether/common/service';
import { z } from 'zod';
import { BodyTooLargeError } from '../errors.ts';

/** Body of `POST /v1/images/generations`; what this gateway does not read goes to the vendor unread. */
export const imagesRequestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  prompt: z.string().min(1).max(32_000),
  n: z.number().int().min(1).max(10).nullish(),
});

/** Body of `POST /v1/audio/speech`. */
export const speechRequestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  input: z.string().min(1).max(8192),
  voice: z.union([z.string().min(1), z.looseObject({ id: z.string() })]),
});

/**
 * Form of `POST /v1/audio/transcriptions`: a file, a model, and fields for the vendor.
 * @throws BodyTooLargeError as soon as the limit is passed, ValidationError
 */
export async function readTranscriptionForm(
  request: Request,
  limitBytes: number,
): Promise<{ readonly model: string; readonly form: FormData; readonly bytes: number }> {
  const form = await boundedForm(request, limitBytes);
  const file = form.get('file');
  if (!(file instanceof Blob) || file.size === 0) throw new ValidationError(['file'], 'a sound file', 'nothing');
  const model = form.get('model');
  if (typeof model !== 'string' || model === '') throw new ValidationError(['model'], 'the name of a model', 'nothing');
  if (form.get('stream') === 'true')
    throw new ValidationError(['stream'], 'false: transcriptions come in one piece here', 'true');
  return { model, form, bytes: file.size };
}

async function boundedForm(request: Request, limitBytes: number): Promise<FormData> {
  const contentType = request.headers.get('content-type') ?? 'no content type';
  if (!contentType.startsWith('multipart/form-data'))
    throw new ValidationError(['body'], 'multipart/form-data', contentType);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) throw new BodyTooLargeError(limitBytes);
    pieces.push(piece);
  }
  try {
    return await new Response(Buffer.concat(pieces), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new ValidationError(['body'], 'a multipart form', 'bytes that are none');
  }
}
