import { expect, test } from 'vitest';
import { findingWord } from '../src/execution/finding-words.ts';
import { quarantineOf } from '../src/features/run/quarantine-of.ts';

const finding = { rule: 'TAG_CHARACTERS', hidden: true, path: 'content[0].text', offset: 5, excerpt: '⟦a⟧' };

test('what a step says of a quarantine is read', () => {
  expect(quarantineOf({ quarantine: { verdict: 'BLOCKED', findings: [finding] } })).toEqual({
    blocked: true,
    findings: [finding],
  });
  expect(quarantineOf({ quarantine: { verdict: 'MARKED', findings: [{ rule: 'NEW_RULE' }, null] } })).toEqual({
    blocked: false,
    findings: [{ rule: 'NEW_RULE', hidden: false, path: '', offset: 0, excerpt: '' }],
  });
});

test.each([
  null,
  undefined,
  7,
  {},
  { quarantine: 'BLOCKED' },
  { quarantine: { findings: 'many' } },
  { quarantine: { findings: [] } },
])('%j says nothing of one', (details) => {
  expect(quarantineOf(details)).toBeNull();
});

test('a rule that is not known yet is told by its name', () => {
  expect(findingWord('TAG_CHARACTERS')).toBe('Letters that no font shows');
  expect(findingWord('NEW_RULE')).toBe('NEW_RULE');
});
