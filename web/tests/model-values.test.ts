import { expect, test } from 'vitest';
import { modelValues, readModel } from '../src/features/settings/model-values.ts';

const model = {
  id: 'mdl_1',
  enabled: true,
  inputPricePerMillion: 250_000_000,
  outputPricePerMillion: 2_000_000_000,
  cachedInputPricePerMillion: null,
  requestsPerMinute: 60,
  tokensPerMinute: null,
  capabilities: ['CHAT' as const, 'TOOLS' as const],
};
const form = modelValues(model);

test('a form that was not touched changes nothing', () => {
  expect(readModel(form, model)).toEqual({ input: { modelId: 'mdl_1' } });
});

test('dollars become nano-dollars, and prices are sent as one, because a part that is left out would be unknown', () => {
  expect(readModel({ ...form, inputPrice: '0.3' }, model)).toEqual({
    input: { modelId: 'mdl_1', inputPricePerMillion: 300_000_000, outputPricePerMillion: 2_000_000_000 },
  });
  expect(readModel({ ...form, cachedPrice: '0.025' }, model)).toMatchObject({
    input: { inputPricePerMillion: 250_000_000, cachedInputPricePerMillion: 25_000_000 },
  });
});

test('a model that costs nothing is not one whose price is unknown', () => {
  const unknown = { ...model, inputPricePerMillion: null, outputPricePerMillion: null };
  expect(modelValues(unknown)).toMatchObject({ inputPrice: '', outputPrice: '' });
  expect(modelValues({ ...model, inputPricePerMillion: 0 })).toMatchObject({ inputPrice: '0' });
  expect(readModel({ ...modelValues(unknown), inputPrice: '0', outputPrice: '0' }, unknown)).toEqual({
    input: { modelId: 'mdl_1', inputPricePerMillion: 0, outputPricePerMillion: 0 },
  });
});

test('small prices are written out', () => {
  expect(modelValues({ ...model, inputPricePerMillion: 100, outputPricePerMillion: 10_000_000_000 })).toMatchObject({
    inputPrice: '0.0000001',
    outputPrice: '10',
  });
});

test('limits are set and taken away, capabilities corrected and corrections taken back', () => {
  const changed = { ...form, requestsPerMinute: '', tokensPerMinute: '9000', capabilities: new Set(['CHAT' as const]) };
  expect(readModel(changed, model)).toEqual({
    input: { modelId: 'mdl_1', requestsPerMinute: null, tokensPerMinute: 9000, capabilities: ['CHAT'] },
  });
  expect(readModel({ ...form, asReported: true, enabled: false }, model)).toEqual({
    input: { modelId: 'mdl_1', capabilities: null, enabled: false },
  });
});

test.each([
  { inputPrice: '' },
  { inputPrice: '1,5' },
  { outputPrice: '-2' },
  { cachedPrice: 'free' },
  { requestsPerMinute: '0' },
  { tokensPerMinute: '1.5' },
  { capabilities: new Set<never>() },
])('%j is told to be wrong', (typed) => {
  expect(readModel({ ...form, ...typed }, model)).toHaveProperty('problem');
});
