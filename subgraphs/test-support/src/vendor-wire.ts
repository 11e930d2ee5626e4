import type { ServerResponse } from 'node:http';

/** The text that every mode that answers at all answers. */
export const VENDOR_TEXT = 'Grüße from the stub.';

export const vendorWords = VENDOR_TEXT.match(/\s*\S+/g) ?? [];

/** One server-sent event. */
export function sseEvent(data: unknown, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** Sends the headers of a stream. */
export function openSse(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  return response;
}

/** One byte at a time, so that no reader can rely on where a chunk ends. */
export async function sendBytes(response: ServerResponse, sent: string): Promise<void> {
  for (const byte of Buffer.from(sent))
    if (!response.write(Buffer.of(byte))) await new Promise((resolve) => response.once('drain', resolve));
}

export async function sendSse(response: ServerResponse, sent: string): Promise<void> {
  await sendBytes(openSse(response), sent);
  response.end();
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}
