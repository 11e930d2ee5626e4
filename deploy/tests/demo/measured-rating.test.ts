import { expect, test } from 'vitest';
import { measuredRating } from '../../local/demo/measured-rating.ts';

const quoted = { status: 'SUCCEEDED', citations: [{ number: 1 }] };
const silent = { status: 'SUCCEEDED', citations: [] };
const failed = { status: 'FAILED', citations: [{ number: 1 }] };

test.for([
  { runs: [quoted, quoted, quoted], stars: 5, text: '3 of my 3 questions were answered with a quotation.' },
  { runs: [quoted, silent, failed], stars: 2, text: '1 of my 3 questions were answered with a quotation.' },
  { runs: [silent, silent, silent], stars: 1, text: '0 of my 3 questions were answered with a quotation.' },
  { runs: [], stars: 1, text: '0 of my 0 questions were answered with a quotation.' },
])('a rating counts the answers that quote: $text', ({ runs, stars, text }) => {
  expect(measuredRating(runs)).toEqual({ stars, text });
});
