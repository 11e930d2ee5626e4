import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExtractedText } from '../src/extract/extracted-text.ts';
import { TextBuilder } from '../src/extract/text-builder.ts';
import { splitPassages } from '../src/split/split-passages.ts';
import { countWords } from '../src/split/text-units.ts';

const LIMITS = { maximumPages: 10, maximumCharacters: 10_000_000 };
const SETTINGS = { passageTokens: 200, overlapTokens: 25 };

interface Part {
  readonly level: number | null;
  readonly text: string;
}

function extractedFrom(parts: readonly Part[]): ExtractedText {
  const builder = new TextBuilder(LIMITS);
  for (const [index, { level, text }] of parts.entries()) {
    if (level === null) builder.paragraph(text, index + 1);
    else builder.heading(level, text, index + 1);
  }
  return builder.build('text/plain', parts.length);
}

const sentence = (words: number): string =>
  `${Array.from({ length: words }, (_, index) => `Word${index}`).join(' ')}. `;
const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'The',
    'cat.',
    'Käse',
    '漢字漢字',
    '🙂🙂',
    'https://example.org/a-very-long-address-indeed/0123456789',
  ),
);
const paragraph = fc.array(word, { minLength: 1, maxLength: 400 }).map((words) => words.join(' '));
const part = fc.record({ level: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }), text: paragraph });
const document = fc.array(part, { maxLength: 12 }).map(extractedFrom);
const settings = fc.record({
  passageTokens: fc.integer({ min: 40, max: 400 }),
  overlapTokens: fc.integer({ min: 0, max: 60 }),
});

describe('for any document', () => {
  test('passages cover all of the text but white space, in order', () => {
    fc.assert(
      fc.property(document, settings, (extracted, sizes) => {
        let covered = 0;
        let previousStart = -1;
        for (const { start, end } of splitPassages(extracted, sizes)) {
          expect(start).toBeGreaterThan(previousStart);
          expect(end).toBeGreaterThan(start);
          expect(extracted.text.slice(Math.min(covered, start), start).trim()).toBe('');
          covered = Math.max(covered, end);
          previousStart = start;
        }
        expect(extracted.text.slice(covered).trim()).toBe('');
      }),
      { numRuns: 60 },
    );
  });

  test('no passage is cut inside a character, and none is larger than its settings', () => {
    fc.assert(
      fc.property(document, settings, (extracted, sizes) => {
        for (const { start, end } of splitPassages(extracted, sizes)) {
          const text = extracted.text.slice(start, end);
          expect(text.isWellFormed()).toBe(true);
          // One word more: a word may be counted in both halves of a cut.
          expect(countWords(text)).toBeLessThanOrEqual(Math.round(sizes.passageTokens * 0.75) + 2);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a long section becomes passages of 100 to 150 words that overlap', () => {
  const extracted = extractedFrom([{ level: null, text: Array.from({ length: 60 }, () => sentence(13)).join('') }]);
  const spans = splitPassages(extracted, SETTINGS);
  expect(spans.length).toBeGreaterThan(5);
  for (const { start, end } of spans) {
    const words = countWords(extracted.text.slice(start, end));
    expect(words).toBeGreaterThanOrEqual(100);
    expect(words).toBeLessThanOrEqual(150);
  }
  for (const [index, span] of spans.slice(1).entries()) expect(span.start).toBeLessThan(spans[index]?.end ?? 0);
});

test('passages begin and end at sentences', () => {
  const extracted = extractedFrom([{ level: null, text: Array.from({ length: 40 }, () => sentence(13)).join('') }]);
  for (const { start, end } of splitPassages(extracted, SETTINGS)) {
    expect(extracted.text.slice(start, start + 5)).toBe('Word0');
    expect(extracted.text.at(end - 1)).toBe('.');
  }
});

test('a passage belongs to one section, and keeps its headings and page', () => {
  const extracted = extractedFrom([
    { level: 1, text: 'Handbook' },
    { level: 2, text: 'Travel' },
    { level: null, text: sentence(90) },
    { level: 2, text: 'Refunds' },
    { level: null, text: sentence(90) },
  ]);
  expect(splitPassages(extracted, SETTINGS).map(({ headingPath, page }) => ({ headingPath, page }))).toEqual([
    { headingPath: ['Handbook', 'Travel'], page: 1 },
    { headingPath: ['Handbook', 'Refunds'], page: 4 },
  ]);
});

test('many short sections share a passage', () => {
  const parts = Array.from({ length: 12 }, (_, index) => [
    { level: 2, text: `Question ${index}` },
    { level: null, text: sentence(10) },
  ]).flat();
  const spans = splitPassages(extractedFrom(parts), SETTINGS);
  expect(spans.length).toBeLessThan(5);
});

test('text without spaces is cut', () => {
  const extracted = extractedFrom([{ level: null, text: '漢'.repeat(10_000) }]);
  expect(splitPassages(extracted, SETTINGS).length).toBeGreaterThan(8);
});

test('no text gives no passage', () => {
  expect(splitPassages(extractedFrom([]), SETTINGS)).toEqual([]);
});
