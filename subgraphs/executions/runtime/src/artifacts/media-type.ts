export interface MediaType {
  readonly mimeType: string;
  readonly extension: string;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const ID3 = [0x49, 0x44, 0x33];

const beginsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

const wordAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** What an image is, by its first bytes and not by what its maker says; null = none that we keep. SVG is none: it can hold scripts. */
export function imageType(bytes: Uint8Array): MediaType | null {
  if (beginsWith(bytes, PNG)) return { mimeType: 'image/png', extension: 'png' };
  if (beginsWith(bytes, JPEG)) return { mimeType: 'image/jpeg', extension: 'jpg' };
  if (wordAt(bytes, 0) === 'RIFF' && wordAt(bytes, 8) === 'WEBP') return { mimeType: 'image/webp', extension: 'webp' };
  return null;
}

/** Whether a sound is MP3: a tag, or a frame of MPEG layer III. Such sounds behind one another are one sound. */
export function isMp3(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return beginsWith(bytes, ID3) || (first === 0xff && (second & 0xe6) === 0xe2);
}
