// Files of a run: one of each kind that is shown in place, and one that is not.
import { deflateSync, crc32 } from 'node:zlib';
import { executions } from './executions.ts';
import { ago } from './shared.ts';

const SIDE = 256;

/** A gradient, painted here. */
function paint(): Buffer {
  const pixels = (y: number): number[] =>
    Array.from({ length: SIDE }, (_, x) => [60 + (x >> 2), 90 + (y >> 1), 140]).flat();
  const rows = Array.from({ length: SIDE }, (_, y) => Buffer.from([0, ...pixels(y)]));
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(SIDE, 0);
  size.writeUInt32BE(SIDE, 4);
  size.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Twenty-six seconds of silence: frames of MPEG layer III at 128 kbit/s. */
const silence = Buffer.concat(
  Array.from({ length: 1_000 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)])),
);

export const artifactBytes = new Map([
  ['/artifacts/art_1', { type: 'image/png', body: paint() }],
  ['/artifacts/art_2', { type: 'audio/mpeg', body: silence }],
  ['/artifacts/art_3', { type: 'text/plain', body: Buffer.from('# Refund rules\n\n- 30 days\n- 45 for members\n') }],
]);

const file = (id: string, name: string, kind: string, mimeType: string) => ({
  id,
  name,
  kind,
  mimeType,
  bytes: artifactBytes.get(`/artifacts/${id}`)?.body.byteLength ?? 0,
  sha256: 'c'.repeat(64),
  version: 1,
  url: `/artifacts/${id}?expires=1&signature=x`,
  createdAt: ago(2),
  execution: executions[0],
});

export const artifacts = [
  file('art_3', 'Refund rules.md', 'DOCUMENT', 'text/markdown'),
  file('art_1', 'Cover of refunds.png', 'IMAGE', 'image/png'),
  file('art_2', 'Podcast on refunds.mp3', 'AUDIO', 'audio/mpeg'),
].map((one) => ({ ...one, versions: [one] }));
