import { describe, expect, test } from 'vitest';
import { answerFields, readAnswer } from '../src/execution/answer-fields.ts';

const fields = answerFields({
  type: 'object',
  properties: {
    size: { type: 'string', title: 'Size', enum: ['s', 'l'], enumNames: ['Small', 'Large'] },
    color: { type: 'string', oneOf: [{ const: '#f00', title: 'Red' }, { const: '#00f' }] },
    count: { type: 'integer', default: 2 },
    gift: { type: 'boolean' },
    note: { type: 'string', description: 'For the parcel.' },
    tags: { type: 'array', items: { type: 'string' } },
    extras: { type: 'array', items: { type: 'string', enum: ['card', 'bow'] } },
    colors: {
      type: 'array',
      items: {
        anyOf: [
          { const: '#f00', title: 'Red' },
          { const: '#00f', title: 'Blue' },
        ],
      },
    },
  },
  required: ['size', 'colors'],
});

describe('the form of a question', () => {
  test('has a field for each property, with its choices and its default', () => {
    expect(fields).toMatchObject([
      {
        name: 'size',
        label: 'Size',
        type: 'choice',
        required: true,
        choices: [
          { value: 's', label: 'Small' },
          { value: 'l', label: 'Large' },
        ],
      },
      { name: 'color', type: 'choice', choices: [{ label: 'Red' }, { value: '#00f', label: '#00f' }] },
      { name: 'count', type: 'number', preset: '2' },
      { name: 'gift', type: 'boolean' },
      { name: 'note', type: 'text', hint: 'For the parcel.' },
      { name: 'tags', type: 'json' },
      { name: 'extras', type: 'choices', choices: [{ value: 'card' }, { value: 'bow' }] },
      {
        name: 'colors',
        type: 'choices',
        required: true,
        choices: [{ label: 'Red' }, { value: '#00f', label: 'Blue' }],
      },
    ]);
  });

  test('is read as its schema wants it; what is empty is left out', () => {
    expect(
      readAnswer(fields, new Map(Object.entries({ size: 'l', gift: 'true', tags: '["a"]', extras: '["card"]' }))),
    ).toEqual({
      answer: { size: 'l', count: 2, gift: true, tags: ['a'], extras: ['card'], colors: [] },
    });
  });

  test.each([
    [{}, { field: 'size', problem: 'Fill in "Size".' }],
    [
      { size: 's', count: 'many' },
      { field: 'count', problem: 'Enter a number.' },
    ],
    [
      { size: 's', tags: 'a, b' },
      { field: 'tags', problem: 'Enter JSON.' },
    ],
  ])('says what is wrong in %j', (typed, problem) => {
    expect(readAnswer(fields, new Map(Object.entries(typed)))).toEqual(problem);
  });

  test.each(['constructor', 'toString', 'valueOf', '__proto__'])('a field named %s is a field as any other', (name) => {
    const schema: unknown = JSON.parse(`{"properties": {"${name}": {"type": "string"}}, "required": ["${name}"]}`);
    const foreign = answerFields(schema);
    expect(readAnswer(foreign, new Map())).toMatchObject({ field: name });
    const read = readAnswer(foreign, new Map([[name, 'x']]));
    expect(JSON.stringify(read)).toBe(`{"answer":{"${name}":"x"}}`);
  });

  test.each([null, 'x', { type: 'object' }, { properties: [] }])('of a schema %j has no fields', (schema) => {
    expect(answerFields(schema)).toEqual([]);
  });
});
