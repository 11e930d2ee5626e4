import * as schema from '@aether/schema';
import { INTERNAL_OPERATIONS, isServiceName } from '@aether/schema';
import { buildASTSchema, Kind, print, validate } from 'graphql';
import { expect, test } from 'vitest';
import { internalDocuments, subgraphs } from './contract-files.ts';

const documents = internalDocuments().map(({ owner, file, document }) => {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return { owner, file, document, operations, name: operations[0]?.name?.value ?? '' };
});

test('the table names every document with its owner, and no other', () => {
  expect(Object.fromEntries(documents.map(({ name, owner }) => [name, owner]))).toEqual(
    Object.fromEntries(Object.entries(INTERNAL_OPERATIONS).map(([name, { owner }]) => [name, owner])),
  );
});

test.each(documents)('$owner/$file holds one operation of a caller in the table', ({ file, operations, name }) => {
  expect(operations).toHaveLength(1);
  const entry = Object.entries(INTERNAL_OPERATIONS).find(([key]) => key === name)?.[1];
  const kebab = name.replace(/[A-Z]/g, (letter, index) => `${index === 0 ? '' : '-'}${letter.toLowerCase()}`);
  expect(entry?.callers.map((caller) => `${caller}-${kebab}.graphql`)).toContain(file);
  for (const caller of entry?.callers ?? []) expect(isServiceName(caller)).toBe(true);
});

test.each(documents)("$name fits its owner's own subgraph", ({ owner, document }) => {
  const subgraph = subgraphs.find(({ name }) => name === owner);
  expect(subgraph).toBeDefined();
  if (subgraph === undefined) return;
  const errors = validate(buildASTSchema(subgraph.document, { assumeValidSDL: true }), document);
  expect(errors.map(({ message }) => message)).toEqual([]);
});

test.each(documents)('the generated document of $name says what the file says', ({ name, document }) => {
  const generated: unknown = Object.entries(schema).find(([key]) => key === `${name}Document`)?.[1];
  expect(generated).toMatchObject({ kind: 'Document' });
  expect(documentText(generated)).toBe(print(document));
});

function documentText(value: unknown): string {
  const parsed: (typeof documents)[number]['document'] = JSON.parse(JSON.stringify(value));
  return print(parsed);
}
