import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository root. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A path inside the repository. */
export const inside = (...names) => join(root, ...names);

/** The state folder of this verb: AETHER_STATE, else the given default. */
export const stateFolder = (fallback = '.aether') => resolve(root, process.env.AETHER_STATE || fallback);
