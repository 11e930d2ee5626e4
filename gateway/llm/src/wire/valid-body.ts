import { ValidationError } from '@aether/common/service';
import type { z } from 'zod';

/** What a client has sent, in the shape that a schema asks for. @throws ValidationError naming the first wrong field */
export function validBody<Body>(schema: z.ZodType<Body>, json: unknown): Body {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  throw new ValidationError(
    path.length === 0 ? ['body'] : path,
    'a request as the OpenAI API defines it',
    issue?.message ?? 'something else',
  );
}
