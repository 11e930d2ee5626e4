import { ExtractionFailure } from './extraction-failure.ts';

/** What the first bytes say. Markdown is told from plain text after decoding. */
export type SniffedKind = 'pdf' | 'text';

/** PDF readers accept the header anywhere in the first kilobyte (ISO 32000-1, annex H.3.4.1). */
const PDF_HEADER_WINDOW = 1_024;

const FOREIGN: readonly { readonly bytes: readonly number[]; readonly kind: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: 'a ZIP archive or an Office document' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], kind: 'an Office document of an old format' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: 'a PNG image' },
  { bytes: [0xff, 0xd8, 0xff], kind: 'a JPEG image' },
  { bytes: [0x47, 0x49, 0x46, 0x38], kind: 'a GIF image' },
  { bytes: [0x1f, 0x8b], kind: 'a gzip archive' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], kind: 'a program' },
  { bytes: [0x4d, 0x5a, 0x90], kind: 'a program' },
  { bytes: [0x49, 0x44, 0x33], kind: 'an MP3 recording' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], kind: 'an RTF document' },
];

const startsWith = (bytes: Uint8Array, prefix: readonly number[]): boolean =>
  prefix.every((byte, index) => bytes[index] === byte);

/**
 * Tells the kind by the bytes; names and announced types lie.
 * @throws ExtractionFailure for no bytes at all and for kinds that we cannot read
 */
export function sniff(bytes: Uint8Array): SniffedKind {
  if (bytes.length === 0) {
    throw new ExtractionFailure('DOCUMENT_EMPTY', 'The file has no bytes.', 'Check the file where it came from.');
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, PDF_HEADER_WINDOW));
  if (head.includes('%PDF-')) return 'pdf';
  const foreign = FOREIGN.find((entry) => startsWith(bytes, entry.bytes));
  if (foreign === undefined) return 'text';
  throw new ExtractionFailure(
    'DOCUMENT_TYPE_UNSUPPORTED',
    `The file is ${foreign.kind}; text, Markdown, HTML and PDF can be read.`,
    'Save it as PDF or as text and add that file.',
  );
}
