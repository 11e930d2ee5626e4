/** Runs that one run may call. */
export const MAXIMUM_CHILDREN = 32;
/** Runs below the one that nobody called, on all levels: without it, depth and fan-out together would allow 32⁸. */
export const MAXIMUM_FAMILY = 200;
