import { describe, expect, it } from 'vitest';
import { InputValidator } from '../src/accept/input-validator.ts';
import { agentSpec } from './run-agent-spec.ts';

const versionWith = (inputs: ReturnType<typeof agentSpec>['inputs'], hash: string = crypto.randomUUID()) => ({
  hash,
  spec: agentSpec({ inputs }),
});

describe('inputs of runs', () => {
  it('never meet a regular expression of the schema: one text would keep the process busy for hours', () => {
    const version = versionWith({ type: 'object', properties: { question: { type: 'string', pattern: '^(a+)+$' } } });
    const began = performance.now();
    expect(new InputValidator().check(version, { question: `${'a'.repeat(60)}!` }).problems).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('are checked by all else, also where two agents use one `$id`', () => {
    const validator = new InputValidator();
    const schema = (type: string) => ({ $id: 'same', type: 'object', properties: { question: { type } } });
    expect(validator.check(versionWith(schema('string')), { question: 1 }).problems).toMatchObject([
      { path: ['input', 'input', 'question'] },
    ]);
    expect(validator.check(versionWith(schema('number')), { question: 1 }).problems).toEqual([]);
  });

  it('need no field that has a default, and have it then; what was given stays as it was', () => {
    const limits = { type: 'object', properties: { days: { type: 'integer', default: 14 } }, default: {} };
    const properties = { amount: { type: 'number' }, limit: { type: 'number', default: 500 }, limits };
    const version = versionWith({ type: 'object', properties, required: ['amount', 'limit', 'limits'] });
    const validator = new InputValidator();
    const given = { amount: 1 };
    expect(validator.check(version, given)).toEqual({
      input: { amount: 1, limit: 500, limits: { days: 14 } },
      problems: [],
    });
    expect(given).toEqual({ amount: 1 });
    expect(validator.check(version, { amount: 1, limit: 2 }).input).toMatchObject({ limit: 2 });
    expect(validator.check(version, {}).problems).toMatchObject([{ path: ['input', 'input', 'amount'] }]);
  });

  it('have each default once, whatever is sent and however the schema refers to itself', () => {
    const validator = new InputValidator();
    const text = 'x'.repeat(6_000);
    const each = { type: 'object', properties: { text: { type: 'string', default: text } } };
    const many = Array.from({ length: 85_000 }, () => ({}));
    for (const items of [each, { $ref: '#/properties/one' }]) {
      const version = versionWith({ type: 'object', properties: { one: each, list: { type: 'array', items } } });
      const { input, problems } = validator.check(version, { one: {}, list: many });
      expect(problems).toEqual([]);
      expect(JSON.stringify(input).length).toBeLessThan(300_000);
      expect(input['one']).toEqual({ text });
    }
    const endless = { type: 'object', properties: { next: { $ref: '#', default: {} } } };
    expect(validator.check(versionWith(endless), {})).toEqual({ input: { next: {} }, problems: [] });
  });
});
