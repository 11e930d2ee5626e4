import { type ChatEndpoint, postChat } from './chat-endpoint.ts';

/** What the upstream sends in each stream; every chunk holds the moment at which it was sent. */
export const CHUNKS_PER_STREAM = 50;

/** How late each chunk of one stream arrives, in milliseconds after it was sent. */
export async function chunkLags(endpoint: ChatEndpoint, signal?: AbortSignal): Promise<readonly number[]> {
  const response = await postChat(endpoint, { stream: true, ...(signal === undefined ? {} : { signal }) });
  const decoder = new TextDecoder();
  const found: number[] = [];
  let rest = '';
  for await (const bytes of response.body) {
    const now = performance.timeOrigin + performance.now();
    rest += decoder.decode(bytes, { stream: true });
    const events = rest.split(/\r?\n\r?\n/);
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, sent] = /"content":\s*"(\d+(?:\.\d+)?) "/.exec(event) ?? [];
      if (sent !== undefined) found.push(now - Number(sent));
    }
  }
  return found;
}
