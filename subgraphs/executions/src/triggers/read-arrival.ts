import { CLIENT_ADDRESS_HEADER } from '@aether/common/service';
import type { Arrival } from './arrival.ts';
import { HookBodyTooLargeError } from './errors.ts';

const MAXIMUM_BYTES = 1_024 * 1_024;

/** Reads what a sender sent. @throws HookBodyTooLargeError beyond 1 MiB, whatever it announced */
export async function readArrival(request: Request, receivedAt: Date): Promise<Arrival> {
  const headers = Object.fromEntries(request.headers);
  const mimeType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return {
    headers,
    query: Object.fromEntries(new URL(request.url).searchParams),
    body: await bodyOf(request),
    mimeType: mimeType === '' ? 'application/octet-stream' : mimeType,
    ipAddress: headers[CLIENT_ADDRESS_HEADER] ?? null,
    receivedAt,
  };
}

async function bodyOf(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BYTES) throw new HookBodyTooLargeError(MAXIMUM_BYTES);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
