export interface MediaRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface MediaModelOptions {
  /** Base64 of the image. @default a PNG of a few bytes */
  readonly image?: string;
  /** The bytes of a speech. @default MP3 whose bytes tell voice and text */
  readonly sound?: (voice: string, text: string) => Uint8Array;
  /** Answers everything else, as chats. */
  readonly chat?: typeof fetch;
  /** Of each image and speech, in nano-USD; null = nobody tells it. @default 7 for an image, null for a speech, as the gateway answers it */
  readonly cost?: number | null;
  /** Refuses a request, with the code of the gateway. */
  readonly refuse?: (request: MediaRequest) => string | null;
}

export const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
export const mp3 = (voice: string, text: string): Buffer => Buffer.from(`ID3 ${voice}: ${text}\n`);

/** `/v1` of the LLM gateway where a model paints and speaks, on the wire; keeps what it was asked. */
export function mediaModel(options: MediaModelOptions = {}): {
  readonly fetch: typeof fetch;
  readonly asked: MediaRequest[];
} {
  const { image = PNG.toString('base64'), sound = mp3, cost, refuse = () => null } = options;
  const asked: MediaRequest[] = [];
  const answer: typeof fetch = async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : String(input)).pathname;
    const body = JSON.parse(String(init?.body)) as MediaRequest['body'];
    if (path === '/v1/chat/completions' && options.chat !== undefined) return options.chat(input, init);
    const request = { path, body };
    asked.push(request);
    const code = refuse(request);
    if (code !== null) {
      const error = { code, message: `Refused: ${code}.`, type: 'invalid_request_error', param: null };
      return Response.json({ error }, { status: 400 });
    }
    if (path === '/v1/images/generations')
      return Response.json(
        { created: 1, data: [{ b64_json: image }], usage: { input_tokens: 5, output_tokens: 50, total_tokens: 55 } },
        { headers: costHeaders(cost === undefined ? 7 : cost) },
      );
    const bytes = Buffer.from(sound(String(body['voice']), String(body['input'])));
    return new Response(bytes, { headers: { 'content-type': 'audio/mpeg', ...costHeaders(cost ?? null) } });
  };
  return { fetch: answer, asked };
}

function costHeaders(cost: number | null): Record<string, string> {
  return cost === null ? { 'x-aether-unpriced': 'true' } : { 'x-aether-cost': String(cost) };
}
