/** Vectors are comparable only within one space: one model at one length. */
export interface ListingSpace {
  /** Property of a listing that holds its vector. */
  readonly property: string;
  /** Vector index over that property. */
  readonly index: string;
  readonly dimensions: number;
}

/** The model that reads listings and searches: the one that needs no key and no network. */
export const LISTING_MODEL = 'builtin/embed';

/** The space of `builtin/embed` at one length; the name stands in a property and in an index. */
export function listingSpace(dimensions: number): ListingSpace {
  if (!Number.isInteger(dimensions) || dimensions < 1) throw new Error(`${dimensions} is no length of a vector.`);
  const name = `${LISTING_MODEL.replace('/', '_')}_${dimensions}`;
  return { property: `embedding_${name}`, index: `listing_${name}`, dimensions };
}
