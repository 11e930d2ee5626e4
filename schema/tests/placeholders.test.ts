import { fillPlaceholders, placeholdersOf } from '@aether/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('a look-up is replaced by the input: text as it is, other values as JSON, absent ones as nothing', () => {
  const inputs = { company: 'Acme', years: [2025, 2026], none: null };
  expect(
    fillPlaceholders('{{ inputs.company }} {{inputs.years}} [{{ inputs.none }}{{ inputs.missing }}]', inputs),
  ).toBe('Acme [2025,2026] []');
});

test('what stands in an input is never read as a template', () => {
  expect(fillPlaceholders('{{ inputs.a }}', { a: '{{ inputs.b }}', b: 'secret' })).toBe('{{ inputs.b }}');
  expect(fillPlaceholders('{{ inputs.toString }}{{ inputs.__proto__ }}', {})).toBe('');
});

test('text without braces stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('{{')),
      fc.jsonValue(),
      (text, inputs) => {
        expect(fillPlaceholders(text, inputs)).toBe(text);
        expect(placeholdersOf(text)).toEqual([]);
      },
    ),
  );
});
