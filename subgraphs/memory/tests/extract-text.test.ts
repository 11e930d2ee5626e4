import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { extractText } from '../src/extract/extract-text.ts';
import type { ExtractedText } from '../src/extract/extracted-text.ts';
import { ExtractionFailure } from '../src/extract/extraction-failure.ts';

const LIMITS = { maximumPages: 100, maximumCharacters: 100_000 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixture = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(`fixtures/${name}`, import.meta.url)));

/** Each block as its text, with the headings it stands under. */
const outline = ({ text, blocks }: ExtractedText): string[][] =>
  blocks.map(({ start, end, headingPath }) => [text.slice(start, end), ...headingPath]);

async function failureOf(bytes: Uint8Array, limits = LIMITS): Promise<{ code: string; message: string; hint: string }> {
  const error: unknown = await extractText(bytes, limits).catch((reason: unknown) => reason);
  if (error instanceof ExtractionFailure) return error.problem;
  throw new Error('The document was read.', { cause: error });
}

describe('Markdown', () => {
  test('underlined headings count too', async () => {
    const extracted = await extractText(bytesOf('# Garden\n\nCompost\n-------\n\nTurn the heap.'), LIMITS);
    expect(outline(extracted).at(-1)).toEqual(['Turn the heap.', 'Garden', 'Compost']);
  });

  test('headings become the path, a # in code does not', async () => {
    const extracted = await extractText(await fixture('guide.md'), LIMITS);
    expect(extracted.mimeType).toBe('text/markdown');
    expect(outline(extracted)).toEqual([
      ['Garden guide', 'Garden guide'],
      ['Plants need light, water and patience.', 'Garden guide'],
      ['Watering', 'Garden guide', 'Watering'],
      [expect.stringContaining('Water tomatoes in the morning'), 'Garden guide', 'Watering'],
      [expect.stringContaining('# this line is code'), 'Garden guide', 'Watering'],
      ['Compost', 'Garden guide', 'Compost'],
      [expect.stringContaining('Kitchen scraps'), 'Garden guide', 'Compost'],
    ]);
  });
});

describe('HTML', () => {
  test('text with headings, without scripts, styles and navigation', async () => {
    const extracted = await extractText(await fixture('shop.html'), LIMITS);
    expect(extracted.mimeType).toBe('text/html');
    expect(outline(extracted)).toEqual([
      ['Corner shop', 'Corner shop'],
      ['We sell tea & coffee, freshly roasted.', 'Corner shop'],
      ['Opening hours', 'Corner shop', 'Opening hours'],
      ['Monday to Friday: 9 to 18', 'Corner shop', 'Opening hours'],
      ['Saturday: 10 to 14', 'Corner shop', 'Opening hours'],
      ['Tea | Price', 'Corner shop', 'Opening hours'],
      ['Assam | 4.50', 'Corner shop', 'Opening hours'],
    ]);
  });

  test('a page nested 3,000 levels deep is read', async () => {
    const { text } = await extractText(bytesOf(`<!doctype html><html>${'<div>'.repeat(3_000)}deep`), LIMITS);
    expect(text).toBe('deep');
  });

  test('the encoding that the page declares is believed', async () => {
    const page = '<!doctype html><meta charset="iso-8859-1"><p>Zürich';
    const { text } = await extractText(Buffer.from(page, 'latin1'), LIMITS);
    expect(text).toBe('Zürich');
  });
});

describe('PDF', () => {
  test('pages are counted and large type becomes headings', async () => {
    const extracted = await extractText(await fixture('handbook.pdf'), LIMITS);
    expect(extracted).toMatchObject({ mimeType: 'application/pdf', pageCount: 3 });
    const refunds = extracted.blocks.find(({ start, end }) =>
      extracted.text.slice(start, end).includes('fourteen days'),
    );
    expect(refunds).toMatchObject({ page: 3, headingPath: ['Travel handbook', 'Refunds'] });
  });

  test('an encrypted one asks for a copy without a password', async () => {
    expect(await failureOf(await fixture('encrypted.pdf'))).toMatchObject({
      code: 'DOCUMENT_ENCRYPTED',
      hint: expect.stringContaining('without a password'),
    });
  });

  test('a cut off one is broken', async () => {
    expect(await failureOf(await fixture('truncated.pdf'))).toMatchObject({ code: 'DOCUMENT_BROKEN' });
  });

  test('rubbish after the header is broken', async () => {
    expect(await failureOf(bytesOf(`%PDF-1.7\n${'rubbish '.repeat(100)}`))).toMatchObject({ code: 'DOCUMENT_BROKEN' });
  });

  test('a scan without text says so', async () => {
    expect(await failureOf(await fixture('scanned.pdf'))).toMatchObject({ code: 'DOCUMENT_SCANNED' });
  });

  test('too many pages are counted in the message', async () => {
    expect(await failureOf(await fixture('handbook.pdf'), { ...LIMITS, maximumPages: 2 })).toMatchObject({
      code: 'DOCUMENT_TOO_LARGE',
      message: 'The PDF has 3 pages; at most 2 are read.',
    });
  });
});

describe('plain text', () => {
  test.each(['utf-16le.txt', 'utf-16be.txt'])('%s is decoded by its byte order mark', async (name) => {
    const { text, blocks } = await extractText(await fixture(name), LIMITS);
    expect(text).toBe('Grüße aus Zürich.\n\nDer Käse ist ausgezeichnet – 5 € das Stück.');
    expect(blocks).toHaveLength(2);
  });

  test('UTF-16 without a byte order mark is known by its zeros', async () => {
    const { text } = await extractText(Buffer.from('The cat sat on the mat.', 'utf16le'), LIMITS);
    expect(text).toBe('The cat sat on the mat.');
  });

  test('Latin-1 is refused with the place of the first wrong byte', async () => {
    const problem = await failureOf(await fixture('latin-1.txt'));
    expect(problem.code).toBe('DOCUMENT_ENCODING');
    expect(problem.message).toContain('byte 3 is not valid UTF-8');
    expect(problem.hint).toContain('UTF-8');
  });

  test('nothing but white space is empty', async () => {
    expect(await failureOf(bytesOf(' \n\t\n --- '))).toMatchObject({ code: 'DOCUMENT_EMPTY' });
    expect(await failureOf(new Uint8Array())).toMatchObject({ code: 'DOCUMENT_EMPTY' });
  });

  test('too many characters are refused', async () => {
    expect(await failureOf(bytesOf('word '.repeat(1_000)), { ...LIMITS, maximumCharacters: 1_000 })).toMatchObject({
      code: 'DOCUMENT_TOO_LARGE',
    });
  });
});

test.each([
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04, 0, 0]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]],
  ['binary', [1, 0, 0, 0, 7, 0, 0, 0, 0, 9]],
])('%s is named and refused, whatever the file is called', async (kind, bytes) => {
  const problem = await failureOf(Uint8Array.from(bytes));
  expect(problem.code).toBe('DOCUMENT_TYPE_UNSUPPORTED');
  expect(problem.message).toContain(kind);
});
