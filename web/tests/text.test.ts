import { describe, expect, test } from 'vitest';
import { inputFields, readInput } from '../src/execution/input-fields.ts';
import { nameFromSentence } from '../src/features/home/name-from-sentence.ts';
import { locateJsonPath } from '../src/json/locate-json-path.ts';
import { retryDelay } from '../src/graphql/events-client.ts';
import { mergeRanges } from '../src/ui/highlighted-text.tsx';
import { linkCitations, markdownBlocks } from '../src/ui/markdown-blocks.ts';

describe('answers', () => {
  test('numbers in brackets become citations, except in code', () => {
    expect(linkCitations('Yes [1], see `a[2]` and [3](https://x.example).')).toBe(
      'Yes [1](#cite-1), see `a[2]` and [3](https://x.example).',
    );
  });

  test('only the last block of a growing answer changes', () => {
    const before = markdownBlocks('One.\n\n- a\n- b\n\n```\nx\n\ny\n```\n\nLast');
    expect(before).toHaveLength(4);
    expect(markdownBlocks('One.\n\n- a\n- b\n\n```\nx\n\ny\n```\n\nLast words').slice(0, 3)).toEqual(
      before.slice(0, 3),
    );
  });

  test('marked ranges are joined and kept inside the text', () => {
    expect(
      mergeRanges(
        [
          { start: 8, end: 99 },
          { start: -3, end: 4 },
          { start: 3, end: 6 },
          { start: 7, end: 7 },
        ],
        10,
      ),
    ).toEqual([
      { start: 0, end: 6 },
      { start: 8, end: 10 },
    ]);
  });
});

describe('forms', () => {
  const schema = {
    type: 'object',
    properties: {
      tone: { type: 'string' },
      question: { type: 'string', title: 'Question' },
      limit: { type: 'integer' },
    },
    required: ['question'],
  };

  test('the question comes first', () => {
    expect(inputFields(schema).map(({ name }) => name)).toEqual(['question', 'tone', 'limit']);
    expect(inputFields(null)[0]).toMatchObject({ name: 'question', prompt: true });
  });

  test('what was typed becomes input of the right types; what is missing is named', () => {
    expect(readInput(inputFields(schema), { question: 'Why?', limit: '3' })).toEqual({
      input: { question: 'Why?', limit: 3 },
    });
    expect(readInput(inputFields(schema), { limit: '3' })).toEqual({
      field: 'question',
      problem: 'Fill in "Question".',
    });
    expect(readInput(inputFields(schema), { question: 'Why?', limit: 'x' })).toEqual({
      field: 'limit',
      problem: 'Enter a number.',
    });
  });

  test('a default fills its field and is what an emptied required one has; an optional one may be left out', () => {
    const fields = inputFields({
      properties: {
        limit: { type: 'integer', title: 'Passes without a person up to', default: 100 },
        tags: { type: 'array', default: ['a'], description: 'Labels.' },
        strict: { type: 'boolean', default: true },
        note: { type: 'string', default: 'none' },
        price: { type: 'number', title: 'Price in EUR' },
      },
      required: ['limit', 'price', 'note'],
    });
    expect(fields.map(({ name, preset }) => [name, preset])).toEqual([
      ['note', 'none'],
      ['limit', '100'],
      ['tags', '["a"]'],
      ['strict', 'true'],
      ['price', ''],
    ]);
    const untouched = { note: 'none', limit: 100, tags: ['a'], strict: true, price: 5 };
    expect(readInput(fields, { price: '5' })).toEqual({ input: untouched });
    expect(readInput(fields, { price: '5', note: '', limit: ' ', tags: '', strict: 'false' })).toEqual({
      input: { note: 'none', limit: 100, strict: false, price: 5 },
    });
    expect(readInput(fields, {})).toEqual({ field: 'price', problem: 'Fill in "Price in EUR".' });
    expect(readInput(fields, { price: '5', tags: 'a, b' })).toEqual({
      field: 'tags',
      problem: 'This is no JSON. Labels. A JSON list, for example ["one", "two"].',
    });
  });

  test('a default of any type begins as JSON where the field takes JSON', () => {
    const fields = inputFields({
      properties: {
        mode: { enum: ['fast', 'slow'], default: 'fast' },
        language: { type: ['string', 'null'], default: 'de' },
        region: { type: ['string', 'null'], default: null },
      },
      required: ['region'],
    });
    expect(fields.map(({ preset }) => preset)).toEqual(['"fast"', '"de"', 'null']);
    expect(readInput(fields, {})).toEqual({ input: { mode: 'fast', language: 'de', region: null } });
  });

  test('an optional text that a person empties is sent empty: left out, it would have its default again', () => {
    const fields = inputFields({
      properties: {
        question: { type: 'string' },
        signature: { type: 'string', default: 'Your team' },
        note: { type: 'string' },
      },
    });
    expect(readInput(fields, { question: 'Why?', signature: '', note: '' })).toEqual({
      input: { question: 'Why?', signature: '' },
    });
    expect(readInput(fields, { question: 'Why?' })).toEqual({ input: { question: 'Why?', signature: 'Your team' } });
  });

  test.each([
    ['Answer refund questions from our policy, cite it', 'Answer refund questions from our policy'],
    ['I want an agent that sorts tickets. It is urgent.', 'Sorts tickets'],
    ['   ', 'New agent'],
    ['Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', 'New agent'],
  ])('"%s" is named "%s"', (sentence, name) => expect(nameFromSentence(sentence)).toBe(name));

  test('a path of the specification is found in its JSON', () => {
    const text = JSON.stringify({ model: { primary: 'a"b', fallbacks: [] }, limits: { steps: 3 } }, null, 2);
    const { from, to } = locateJsonPath(text, ['limits', 'steps']);
    expect(text.slice(from, to)).toBe('"steps"');
    const deepest = locateJsonPath(text, ['model', 'unknown']);
    expect(text.slice(deepest.from, deepest.to)).toBe('"model"');
  });
});

test('waiting times grow to 15 s and are never alike', () => {
  expect([0, 1, 9].map((attempt) => retryDelay(attempt, () => 1))).toEqual([500, 1000, 15_000]);
  expect(retryDelay(3, () => 0)).toBe(2000);
});
