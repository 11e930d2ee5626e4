import type { Viewer } from '@aether/common/security';
import { expect } from 'vitest';
import type { LocalProduct } from '../tenancy/local-product.ts';

/** What the mutation answers; without anything to mend. */
export async function done(product: LocalProduct, viewer: Viewer, mutation: string, input: Record<string, unknown>) {
  const { data, errors } = await product.run(viewer, mutation, { input });
  const [[name, payload] = ['', null]] = Object.entries<{ userErrors: unknown }>(data ?? {});
  expect([name, errors, payload?.userErrors]).toEqual([name, undefined, []]);
  return data[name];
}
