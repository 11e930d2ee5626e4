import { isRecord } from '@aether/schema';
import fc from 'fast-check';
import { type Operation, applyPatch, createPatch } from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { type DraftDocument, patchDocument } from '../src/agent/draft-document.ts';

const key = fc
  .string({ minLength: 1, maxLength: 6 })
  .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(key, json, { maxKeys: 4 });
const document = fc.record({ spec: object, layout: object, pins: object }) as fc.Arbitrary<DraftDocument>;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What the library makes of it; null when an operation fails or a part of the document is lost. */
function byTheLibrary(start: unknown, operations: readonly unknown[]): unknown {
  for (const operation of operations) {
    try {
      if (applyPatch(start, [plain(operation) as Operation])[0] !== null) return null;
    } catch {
      return null;
    }
  }
  const complete = isRecord(start) && ['spec', 'layout', 'pins'].every((part) => isRecord(start[part]));
  return complete ? plain(start) : null;
}

describe('patchDocument', () => {
  test('leads from any document to any other by the operations of a difference, and never touches the original', () => {
    fc.assert(
      fc.property(document, document, (from, to) => {
        const before = plain(from);
        const operations = createPatch(plain(from), plain(to));
        const result = patchDocument(plain(from) as DraftDocument, operations);
        expect(result.ok && plain(result.document)).toEqual(plain(to));
        expect(plain(from)).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('answers as the library does, whatever the operations', () => {
    const token = fc.constantFrom('spec', 'layout', 'pins', 'a', 'b', '0', '-', 'a~1b');
    const path = fc
      .tuple(fc.constantFrom('spec', 'layout', 'pins'), fc.array(token, { maxLength: 2 }))
      .map(([part, rest]) => `/${[part, ...rest].join('/')}`);
    const operation = fc.oneof(
      fc.record({ op: fc.constantFrom('add', 'replace', 'test'), path, value: json }),
      fc.record({ op: fc.constant('remove'), path }),
      fc.record({ op: fc.constantFrom('move', 'copy'), path, from: path }),
    );
    const small = fc.record({ spec: fc.constant({ a: [1, 2], b: { a: 1 } }), layout: object, pins: object });
    fc.assert(
      fc.property(small, fc.array(operation, { minLength: 1, maxLength: 5 }), (start, operations) => {
        const result = patchDocument(plain(start) as DraftDocument, operations);
        expect(result.ok ? plain(result.document) : null).toEqual(byTheLibrary(plain(start), operations));
      }),
      { numRuns: 500 },
    );
  });
});
