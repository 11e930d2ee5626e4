import type { Permission as PermissionName } from '@aether/schema';
import { Extensions } from 'type-graphql';

/** Only another service with a valid internal token may call this field; it is `@inaccessible` to clients. */
export const SERVICE_ONLY = 'service-only';
/** Anybody, also without a session. */
export const PUBLIC = 'public';
/** Any signed-in person or API key, whatever the role. */
export const SIGNED_IN = 'signed-in';

export type PermissionRule = PermissionName | typeof SERVICE_ONLY | typeof PUBLIC | typeof SIGNED_IN;

/** Key in the field's extensions; `buildSubgraph` refuses a root field without it and enforces it. */
export const PERMISSION_EXTENSION = 'permission';

/** Declares who may call an operation. Emitted to `schema/permissions.json`. */
export function Permission(rule: PermissionRule): MethodDecorator {
  return Extensions({ [PERMISSION_EXTENSION]: rule });
}
