import { ID_PREFIXES } from '@aether/schema';
import { expect, test } from 'vitest';
import { readContractFile } from './contract-files.ts';

const rows = Array.from(readContractFile('GLOSSARY.md').matchAll(/^\| ([^|]+) \| ([^|]+) \|([^|]*)\|$/gm)).slice(1);
const words = rows.map(([, word = '']) => word.trim());

test('words are in order, each told once, with a meaning', () => {
  const entries = words.filter((word) => !word.startsWith('-'));
  expect(new Set(entries).size).toBe(entries.length);
  for (const [, , meaning = ''] of rows) expect(meaning.trim()).not.toBe('');
});

test('what has an id of its own has an entry, under its last or its whole name', () => {
  const internal = [
    'service account',
    'sign-in link',
    'agent template',
    'test suite',
    'test case',
    'outbox event',
    'request',
    'check',
    'user',
  ];
  const told = words.flatMap((word) => word.split(', '));
  const missing = Object.values(ID_PREFIXES).filter(
    (noun) => !internal.includes(noun) && !told.includes(noun) && !told.includes(noun.split(' ').at(-1) ?? ''),
  );
  expect(missing).toEqual([]);
});
