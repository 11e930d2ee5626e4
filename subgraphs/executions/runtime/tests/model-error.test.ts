import { PlatformError } from '@aether/common/service';
import { APIError } from 'openai';
import { expect, test } from 'vitest';
import { modelError } from '../src/loop/model-error.ts';

test.each([
  ['by our own name beside that of OpenAI', { code: 'context_length_exceeded', aether_code: 'PROMPT_TOO_LARGE' }],
  ['by its name alone', { code: 'PROMPT_TOO_LARGE' }],
])('a refusal of the gateway is known %s', (_, told) => {
  const refusal = APIError.generate(400, { error: { message: 'Too long.', ...told } }, undefined, new Headers());
  const error = modelError(refusal, 'acme/large');
  expect(error).toBeInstanceOf(PlatformError);
  expect(error).toMatchObject({ code: 'PROMPT_TOO_LARGE', message: 'Too long.', facts: { model: 'acme/large' } });
});

test('a code that is none of ours is a model that cannot be reached', () => {
  const refusal = APIError.generate(400, { error: { message: 'No.', code: 'nonsense' } }, undefined, new Headers());
  expect(modelError(refusal, 'acme/large')).toMatchObject({ code: 'UNAVAILABLE' });
});
