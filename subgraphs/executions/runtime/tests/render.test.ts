import { createHash } from 'node:crypto';
import { read, utils } from '@e965/xlsx';
import mammoth from 'mammoth';
import Papa from 'papaparse';
import { extractText } from 'unpdf';
import { describe, expect, test } from 'vitest';
import type { ProducedDocument } from '../src/artifacts/document.ts';
import { DocumentRenderer, RenderFailedError } from '../src/index.ts';
import type { RenderRequest } from '../src/artifacts/render-request.ts';
import { entriesOf } from '@aether/test-support';

const renderer = new DocumentRenderer({ memoryMegabytes: 256, timeoutMs: 60_000 });
const signal = new AbortController().signal;

const DOCUMENT: ProducedDocument = {
  title: 'Отчёт <b>2026</b>',
  summary: 'Ελληνικά, עברית, 中文 and — dashes.',
  blocks: [
    { type: 'heading', level: 1, text: '# Findings & <script>alert(1)</script>' },
    { type: 'paragraph', text: 'First line.\n\nSecond *paragraph* with [a](javascript:alert(1)) link. [1]' },
    { type: 'list', ordered: true, items: ['one', 'two'] },
    { type: 'heading', level: 2, text: 'Numbers' },
    {
      type: 'table',
      title: 'Sales / 2026',
      columns: ['Region', 'Sum'],
      rows: [
        ['=cmd|" /C calc"!A0', '-12.5'],
        ['+1 | 2', '@SUM(A1)'],
        ['Norð', '7'],
      ],
    },
    { type: 'questions', items: [{ question: 'Why?', answer: '-because' }] },
    { type: 'script', turns: [{ speaker: 'Ana', text: 'Welcome.' }] },
  ],
};

const request = (format: RenderRequest['format'], document = DOCUMENT): RenderRequest => ({
  format,
  document,
  sources: [{ number: 1, title: 'Handbook', page: 3 }],
  titlePage: true,
});

const bytesOf = (format: RenderRequest['format']): Promise<Uint8Array> => renderer.render(request(format), signal);
const textOf = async (format: RenderRequest['format']): Promise<string> =>
  new TextDecoder().decode(await bytesOf(format));

describe('what a foreign reader finds', () => {
  test('in a PDF: all letters of all scripts, the table and the sources, on pages of their own', async () => {
    const { text, totalPages } = await extractText(new Uint8Array(await bytesOf('PDF')), { mergePages: true });
    for (const part of [
      'Отчёт <b>2026</b>',
      'Ελληνικά',
      '中文',
      'Second *paragraph*',
      '1. one',
      'Region',
      'Norð',
      'Why?',
      'Ana:',
    ])
      expect(text).toContain(part);
    expect(text).toContain('[1] Handbook, page 3');
    expect(totalPages).toBe(2);
  });

  test('in a DOCX: headings, lists and tables as such', async () => {
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(await bytesOf('DOCX')) });
    expect(value).toContain('<h1># Findings &amp; &lt;script&gt;alert(1)&lt;/script&gt;</h1>');
    expect(value).toContain('<ol><li>one</li><li>two</li></ol>');
    expect(value).toMatch(/<h2>Numbers<\/h2>/u);
    expect(value).toContain('<p>=cmd|" /C calc"!A0</p>');
    expect(value).toContain('<li>[1] Handbook, page 3</li>');
  });

  test('in a PPTX: a slide for the title, each heading, table and the sources', async () => {
    const entries = entriesOf(await bytesOf('PPTX'));
    const slides = [...entries.keys()].filter((name) => /^ppt\/slides\/slide\d+\.xml$/u.test(name));
    expect(slides).toHaveLength(5);
    const words = [...entries].filter(([name]) => slides.includes(name)).map(([, xml]) => xml.toString('utf8'));
    expect(words[0]).toContain('Отчёт &lt;b&gt;2026&lt;/b&gt;');
    expect(words.join('')).toContain('Norð');
  });

  test('in an XLSX: texts and numbers, never a formula', async () => {
    const book = read(await bytesOf('XLSX'));
    expect(book.SheetNames).toEqual(['1 Sales   2026']);
    const sheet = book.Sheets[book.SheetNames[0] ?? ''] ?? {};
    expect(utils.sheet_to_json(sheet, { header: 1 })).toEqual([
      ['Region', 'Sum'],
      ['=cmd|" /C calc"!A0', -12.5],
      ['+1 | 2', '@SUM(A1)'],
      ['Norð', 7],
    ]);
    const xml = [...entriesOf(await bytesOf('XLSX')).values()].map((entry) => entry.toString('utf8')).join('');
    expect(xml).not.toMatch(/<f[ >]/u);
  });

  test('in a CSV: nothing that a sheet would run', async () => {
    const { data } = Papa.parse<string[]>((await textOf('CSV')).trim());
    expect(data).toEqual([
      ['Region', 'Sum'],
      [`'=cmd|" /C calc"!A0`, '-12.5'],
      ["'+1 | 2", "'@SUM(A1)"],
      ['Norð', '7'],
    ]);
  });

  test('in sets of questions and in a script', async () => {
    expect(JSON.parse(await textOf('QUESTIONS_JSON'))).toMatchObject({
      questions: [{ question: 'Why?', answer: '-because' }],
    });
    expect(await textOf('QUESTIONS_CSV')).toBe("question,answer\r\nWhy?,'-because\r\n");
    expect(await textOf('SCRIPT')).toContain('**Ana:** Welcome.');
  });
});

test('text of a model is text in HTML and Markdown, whatever stands in it', async () => {
  const html = await textOf('HTML');
  expect(html).not.toMatch(/<script|<b>|<a /u);
  expect(html).toContain('<h2># Findings &amp; &lt;script&gt;alert(1)&lt;/script&gt;</h2>');
  const markdown = await textOf('MARKDOWN');
  expect(markdown).toContain('## \\# Findings & \\<script\\>alert(1)\\</script\\>');
  expect(markdown).toContain('[a]\\(javascript:alert(1))');
  expect(markdown).toContain('| Region | Sum |\n| --- | --- |\n| =cmd\\|" /C calc"!A0 | -12.5 |');
});

test.for(['DOCX', 'PPTX', 'XLSX'] as const)('characters that no XML can hold leave a %s that opens', async (format) => {
  const bad = 'a\u0000b\u0008c\uFFFEd\uD800e';
  const document: ProducedDocument = {
    title: bad,
    summary: bad,
    blocks: [
      { type: 'paragraph', text: bad },
      { type: 'table', title: bad, columns: [bad], rows: [[bad]] },
      { type: 'script', turns: [{ speaker: bad, text: bad }] },
    ],
  };
  const bytes = await renderer.render({ ...request(format, document), sources: [] }, signal);
  const texts = [...entriesOf(bytes)].filter(([name]) => /\.(?:xml|rels)$/u.test(name));
  for (const [, entry] of texts)
    expect(new TextDecoder('utf-8', { fatal: true }).decode(entry)).not.toMatch(
      /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u,
    );
});

test.for([
  ['behind a separator of another country', 'a;=1+1', '"a;=1+1"'],
  ['behind a tab', 'a\t=1+1', '"a\t=1+1"'],
  ['in full width', '＝1+1', "'＝1+1"],
  ['behind a line', '\n=1+1', `"'\n=1+1"`],
] as const)('a formula %s stays a text in a CSV', async ([, cell, expected]) => {
  const table = { type: 'table' as const, title: '', columns: ['a'], rows: [[cell]] };
  const bytes = await renderer.render(request('CSV', { title: 'T', summary: '', blocks: [table] }), signal);
  expect(new TextDecoder().decode(bytes)).toBe(`a\r\n${expected}\r\n`);
});

test.for(['PDF', 'DOCX', 'PPTX', 'XLSX'] as const)('a %s of an equal document is equal bytes', async (format) => {
  const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  expect(hash(await bytesOf(format))).toBe(hash(await bytesOf(format)));
});

test('a file that takes too long, or too much memory, is a typed failure, and the next one is made', async () => {
  const slow = new DocumentRenderer({ memoryMegabytes: 256, timeoutMs: 1 });
  await expect(slow.render(request('PDF'), signal)).rejects.toThrow(RenderFailedError);
  const huge = { ...DOCUMENT, blocks: DOCUMENT.blocks.flatMap((block) => Array.from({ length: 4_000 }, () => block)) };
  const small = new DocumentRenderer({ memoryMegabytes: 16, timeoutMs: 60_000 });
  await expect(small.render(request('DOCX', huge), signal)).rejects.toMatchObject({ code: 'ARTIFACT_FAILED' });
  expect((await bytesOf('DOCX')).byteLength).toBeGreaterThan(1_000);
});

test('a cancelled run makes no file', async () => {
  await expect(renderer.render(request('PDF'), AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
});
