import { ExtractionFailure } from './extraction-failure.ts';

const SAMPLE = 4_096;
/** `charset` of a `<meta>` in the first kilobyte, as browsers look for it (HTML standard, 13.2.3.2). */
const META_CHARSET = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})/iu;

/** UTF-16 text of mostly Latin letters has a zero in every second byte, on one side. */
function encodingByZeros(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'binary' | 'utf-8' {
  const sample = bytes.subarray(0, SAMPLE);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even + odd === 0) return 'utf-8';
  const half = sample.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be';
  return 'binary';
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const byZeros = encodingByZeros(bytes);
  if (byZeros === 'binary') {
    throw new ExtractionFailure(
      'DOCUMENT_TYPE_UNSUPPORTED',
      'The file is binary, but none of the kinds that can be read: text, Markdown, HTML, PDF.',
      'Save it as PDF or as text and add that file.',
    );
  }
  if (byZeros !== 'utf-8') return byZeros;
  return (
    META_CHARSET.exec(
      Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1_024, bytes.length)).toString('latin1'),
    )?.[1] ?? 'utf-8'
  );
}

/** Offset of the first byte that no UTF-8 text has there. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // `stream` keeps a sequence that is cut at the end from counting as wrong.
  const valid = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valid(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Bytes to text: UTF-8, UTF-16 with or without a byte order mark, or what an HTML page declares. Nothing is guessed and
 * nothing replaced: a wrong letter in a citation would be our lie.
 * @throws ExtractionFailure DOCUMENT_ENCODING with the place of the first wrong byte
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll(/\r\n?/gu, '\n');
  } catch (cause) {
    const place =
      encoding === 'utf-8'
        ? `byte ${firstInvalid(bytes) + 1} is not valid UTF-8; it may be Latin-1 or Windows-1252`
        : `it is not valid ${encoding.toUpperCase()}`;
    throw new ExtractionFailure(
      'DOCUMENT_ENCODING',
      `The text cannot be decoded: ${place}.`,
      'Open it in a text editor, save it with the encoding UTF-8, and add that file.',
      { cause },
    );
  }
}
