import { createHash } from 'node:crypto';

/** Vectors are comparable only within one space: one model at one length. */
export interface EmbeddingSpace {
  /** `<model>_<dimensions>`: letters, digits and `_` only, since it names a property and an index. */
  readonly name: string;
  readonly dimensions: number;
  /** Property of a passage that holds its vector. */
  readonly property: string;
  /** Vector index over that property. */
  readonly index: string;
}

const PLAIN = /^[a-z0-9]+\/[a-z0-9]+$/u;

/** `builtin/embed` at 512 is `builtin_embed_512`. Slugs with more than letters, digits and one slash get a hash, so that no two meet. */
export function embeddingSpace(model: string, dimensions: number): EmbeddingSpace {
  const words = model
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .slice(0, 40);
  const hash = PLAIN.test(model) ? '' : `_${createHash('sha256').update(model).digest('hex').slice(0, 8)}`;
  return spaceOf(`${words}${hash}_${dimensions}`);
}

/** A space from the name that a notebook keeps. */
export function spaceOf(name: string): EmbeddingSpace {
  const dimensions = Number(/^[a-z0-9_]+_(\d{1,5})$/u.exec(name)?.[1]);
  if (!Number.isInteger(dimensions)) throw new Error(`"${name}" names no embedding space.`);
  return { name, dimensions, property: `embedding_${name}`, index: `passage_${name}` };
}
