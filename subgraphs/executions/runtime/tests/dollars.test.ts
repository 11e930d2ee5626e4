import { expect, test } from 'vitest';
import { dollars } from '../src/dollars.ts';

test.for([
  [0, '$0'],
  [5, '$0.000000005'],
  [300_000, '$0.0003'],
  [4_927_050, '$0.004927'],
  [31_300_000, '$0.0313'],
  [1_000_000_000, '$1.00'],
  [1_234_567_891_234, '$1,234.57'],
] as const)('%i nano-USD read %s', ([nanoUsd, text]) => {
  expect(dollars(nanoUsd)).toBe(text);
});
