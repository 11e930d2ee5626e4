import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_TEXT, placeText, resetText, type PlacedText, type TextPiece } from '../src/execution/placed-text.ts';

const place = (pieces: readonly TextPiece[]): PlacedText => pieces.reduce(placeText, NO_TEXT);
const preview = (offset: number, text: string, attempt = 1): TextPiece => ({ attempt, offset, text, durable: false });
const delta = (offset: number, text: string, attempt = 1): TextPiece => ({ attempt, offset, text, durable: true });

describe('placing text by offset', () => {
  test('appends pieces in order', () => {
    expect(place([preview(0, 'Not in '), preview(7, 'full.')]).text).toBe('Not in full.');
  });

  test('shows nothing beyond a gap until the gap is closed', () => {
    const early = place([preview(0, 'Not '), preview(7, 'full.')]);
    expect(early.text).toBe('Not ');
    expect(placeText(early, delta(0, 'Not in ')).text).toBe('Not in full.');
  });

  test('lets durable text replace previews, and never the other way round', () => {
    const settled = place([preview(0, 'Nope'), delta(0, 'Not in ')]);
    expect(settled.text).toBe('Not in ');
    expect(placeText(settled, preview(0, 'XXXX')).text).toBe('Not in ');
    expect(placeText(settled, preview(5, 'YYfull')).text).toBe('Not in full');
  });

  test('begins anew with a later attempt and ignores an earlier one', () => {
    const second = place([delta(0, 'first try'), delta(0, 'second', 2)]);
    expect(second.text).toBe('second');
    expect(placeText(second, delta(9, ' late')).text).toBe('second');
    expect(placeText(resetText(3), preview(0, 'third', 3)).text).toBe('third');
  });

  test('gives the whole text whatever the order and repetition of its durable pieces', () => {
    const pieces = fc.string({ minLength: 1, maxLength: 40 }).chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.shuffledSubarray(
          [...text].map((_, index) => index),
          { minLength: 0 },
        ),
        fc.shuffledSubarray(
          Array.from({ length: text.length }, (_, index) => index),
          { minLength: text.length, maxLength: text.length },
        ),
      ),
    );
    fc.assert(
      fc.property(pieces, ([text, extra, order]) => {
        const all = [...extra, ...order]
          .filter((index) => index < text.length)
          .map((index) => delta(index, text.slice(index, index + 1)));
        expect(place(all).text).toBe(text);
      }),
    );
  });
});
