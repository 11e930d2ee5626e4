import { createHash } from 'node:crypto';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiSchema, readContractFile } from './contract-files.ts';

const manifest = z.record(z.string(), z.string()).parse(JSON.parse(readContractFile('trusted-documents.json')));

test('every trusted document fits the API', () => {
  const schema = apiSchema();
  for (const [hash, text] of Object.entries(manifest)) {
    const errors = validate(schema, parse(text));
    expect(
      errors.map(({ message }) => message),
      hash,
    ).toEqual([]);
  }
});

test('every key is the SHA-256 of its document', () => {
  for (const [key, text] of Object.entries(manifest)) {
    expect(key).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  }
});

test('the manifest has exactly the documents that the web was generated with', () => {
  const generated = readContractFile('../web/src/gql/graphql.ts');
  const hashes = Array.from(generated.matchAll(/"hash":\s*"(sha256:[0-9a-f]{64})"/g), ([, hash = '']) => hash);
  expect(Object.keys(manifest).toSorted()).toEqual([...new Set(hashes)].toSorted());
});
