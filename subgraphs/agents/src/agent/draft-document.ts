import { type JsonObject, isRecord } from '@aether/schema';
import { type Operation, applyPatch } from 'rfc6902';
import { z } from 'zod';

/** What a draft holds and a patch addresses. */
export interface DraftDocument {
  readonly spec: JsonObject;
  /** Canvas positions. */
  readonly layout: JsonObject;
  /** Sample outputs by node id. */
  readonly pins: JsonObject;
}

const PARTS = ['spec', 'layout', 'pins'] as const;

/** Most operations in one write. */
export const MAXIMUM_OPERATIONS = 200;

// The library skips these names instead of refusing them, and would write to the object above.
const FORBIDDEN_TOKENS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const inside = z
  .string()
  .max(1_000)
  .regex(/^\/(spec|layout|pins)(\/|$)/u, 'must begin with /spec, /layout or /pins')
  .refine(
    (path) => !path.split('/').some((token) => FORBIDDEN_TOKENS.has(token)),
    'must not name __proto__, constructor or prototype',
  );

const operationSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), path: inside, value: z.json() }),
  z.strictObject({ op: z.literal('remove'), path: inside }),
  z.strictObject({ op: z.literal('replace'), path: inside, value: z.json() }),
  z.strictObject({ op: z.literal('move'), path: inside, from: inside }),
  z.strictObject({ op: z.literal('copy'), path: inside, from: inside }),
  z.strictObject({ op: z.literal('test'), path: inside, value: z.json() }),
]);

export type PatchResult =
  | { readonly ok: true; readonly document: DraftDocument; readonly operations: readonly Operation[] }
  | { readonly ok: false; readonly problem: PatchProblem };

interface PatchProblem {
  /** Position of the operation in the patch. */
  readonly index: number;
  readonly message: string;
}

/** Applies RFC 6902 operations to a copy: all of them, or none. */
export function patchDocument(document: DraftDocument, patch: readonly unknown[]): PatchResult {
  const operations: Operation[] = [];
  for (const [index, entry] of patch.entries()) {
    const parsed = operationSchema.safeParse(entry);
    if (!parsed.success) return { ok: false, problem: { index, message: sentenceOf(parsed.error) } };
    operations.push(parsed.data);
  }
  const copy = structuredClone(document);
  // One at a time: after a failure the library would go on with the rest and tell consequences as causes.
  for (const [index, operation] of operations.entries()) {
    const failure = applyOne(copy, operation);
    if (failure !== null)
      return { ok: false, problem: { index, message: `${operation.op} ${operation.path}: ${failure}.` } };
  }
  const lost = PARTS.find((part) => !isRecord(copy[part]));
  if (lost !== undefined)
    return { ok: false, problem: { index: operations.length - 1, message: `/${lost} must stay an object.` } };
  return { ok: true, document: copy, operations };
}

function applyOne(document: DraftDocument, operation: Operation): string | null {
  try {
    return applyPatch(document, [operation])[0]?.message ?? null;
  } catch (error) {
    // Adding a member to a text or a number is no error result of the library but fails in the engine.
    if (error instanceof TypeError) return 'its parent is neither an object nor an array';
    throw error;
  }
}

function sentenceOf(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`))
    .join('; ');
}
