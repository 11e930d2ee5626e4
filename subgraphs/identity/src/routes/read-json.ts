import { ValidationError } from '@aether/common/service';
import type { z } from 'zod';
import { NotJsonError } from '../errors.ts';

/**
 * The body of a request. Only `application/json`: a form of another site cannot send that without asking the browser first.
 * Problems name the field and never repeat a value.
 * @throws NotJsonError
 * @throws ValidationError
 */
export async function readJson<Body>(request: Request, schema: z.ZodType<Body>): Promise<Body> {
  const contentType = request.headers.get('content-type');
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/json') throw new NotJsonError(contentType);
  const body: unknown = await request.json().catch(() => undefined);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ValidationError(
    issue?.path.map(String) ?? [],
    'a JSON object as the address documents it',
    issue?.message ?? 'something else',
  );
}
