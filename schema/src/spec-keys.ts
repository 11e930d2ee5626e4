import { z } from 'zod';

/** Key of an object member of a specification: stable, so that patches and conflicts have stable paths. */
export const stableId = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower case letters, digits and hyphens');

/** How a specification names another thing of its tenant. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a slug: lower case letters, digits and hyphens');

export const modelSlug = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]{0,62}\/\S+$/, 'must name a model as `<provider>/<name>`, for example `builtin/extract`');
