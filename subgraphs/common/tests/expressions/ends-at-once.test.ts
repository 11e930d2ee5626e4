import { ExpressionError, ExpressionLanguage, withinTime } from '@aether/common/expressions';
import { describe, expect, it } from 'vitest';

const language = new ExpressionLanguage({ variables: { event: 'map' }, maximumLength: 2_000 });

describe('expressions that need no clock', () => {
  it.each([
    'event.body.question',
    'event.body.question != "" && event.headers["x-kind"] == "order"',
    'has(event.body.amount) ? event.body.amount * 100 : 0',
    '"Order " + event.body.number',
    'event.body.?note.id',
    '!event.body.test',
  ])('%s', (text) => {
    expect(language.endsAtOnce(text)).toBe(true);
  });

  it.each([
    'event.body.lines.all(l, event.body.lines.exists(m, m == l))',
    'event.body.text.matches("(a+)+b")',
    'event.body == event.query',
    'event.body.a + event.body.b',
    'event.body.word in event.body.words',
    'size(event.body.text) > 3',
    'event.body.text.contains("x")',
    '[event.body.lines.map(l, l)]',
    'event.body.a == "x" || event.body.lines.exists(l, l == 1)',
  ])('not %s', (text) => {
    expect(language.endsAtOnce(text)).toBe(false);
  });

  it('costs little over a large event', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => ({ index, text: 'line' }));
    const event = { body: { lines, word: 'x'.repeat(1_000_000) } };
    const condition = Array.from({ length: 25 }, () => 'event.body.word == "y" || event.body.lines != null').join(
      ' && ',
    );
    expect(language.endsAtOnce(condition)).toBe(true);
    expect(withinTime(() => language.evaluate(condition, { event }), 50)).toBe(true);
  });

  it('says what does not compile, each time it is asked', () => {
    const ask = () => language.endsAtOnce('event.body ==');
    expect(ask).toThrow(ExpressionError);
    expect(ask).toThrow(ExpressionError);
  });
});
