import { z } from 'zod';

/** A property that holds JSON. */
export const jsonText = z.string().transform((text): unknown => JSON.parse(text));
