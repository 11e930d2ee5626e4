import { expect, test } from 'vitest';
import { toldErrorCode } from '../src/index.ts';

test.each([
  [{ code: 'context_length_exceeded', aether_code: 'PROMPT_TOO_LARGE' }, 'PROMPT_TOO_LARGE'],
  [{ code: 'MODEL_GONE' }, 'MODEL_GONE'],
  [{ code: 'context_length_exceeded' }, null],
  [{ code: 'toString', aether_code: 7 }, null],
  ['MODEL_GONE', null],
  [null, null],
  [undefined, null],
])('our code in %j is %s', (body, code) => {
  expect(toldErrorCode(body)).toBe(code);
});
