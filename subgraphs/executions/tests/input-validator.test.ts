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
    expect(new InputValidator().check(version, { question: `${'a'.repeat(60)}!` })).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('are checked by all else, also where two agents use one `$id`', () => {
    const validator = new InputValidator();
    const schema = (type: string) => ({ $id: 'same', type: 'object', properties: { question: { type } } });
    expect(validator.check(versionWith(schema('string')), { question: 1 })).toMatchObject([
      { path: ['input', 'input', 'question'] },
    ]);
    expect(validator.check(versionWith(schema('number')), { question: 1 })).toEqual([]);
  });
});
