import type { Viewer } from '@aether/common/security';
import { ValidationError } from '@aether/common/service';
import { isPermission } from '@aether/schema';
import { ScopeNotGrantedError } from '../errors.ts';
import { permissionsBeyond } from '../role.ts';
import { checkName } from '../text-rules.ts';

export interface ApiKeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly requestsPerMinute?: number | null;
  readonly expiresAt?: string | null;
}

export interface CheckedApiKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly requestsPerMinute: number | null;
  readonly expiresAtMs: number | null;
}

const MAXIMUM_PER_MINUTE = 100_000;

/**
 * A key may do no more, and live no longer, than what makes it.
 * @throws ValidationError
 * @throws ScopeNotGrantedError
 */
export function checkApiKeyInput(input: ApiKeyRequest, viewer: Viewer, now: Date): CheckedApiKey {
  const name = checkName(input.name);
  const scopes = [...new Set(input.scopes)];
  const unknown = scopes.find((scope) => !isPermission(scope));
  if (unknown !== undefined)
    throw new ValidationError(
      ['scopes'],
      'permissions such as "agent:run"',
      JSON.stringify(unknown),
      'The field viewer.permissions lists yours.',
    );
  if (scopes.length === 0) throw new ValidationError(['scopes'], 'at least one permission', 'none');
  const beyond = permissionsBeyond(scopes, viewer.permissions);
  if (beyond.length > 0) throw new ScopeNotGrantedError(['scopes'], beyond);
  const requestsPerMinute = input.requestsPerMinute ?? null;
  if (requestsPerMinute !== null && (requestsPerMinute < 1 || requestsPerMinute > MAXIMUM_PER_MINUTE)) {
    throw new ValidationError(['requestsPerMinute'], `1 to ${MAXIMUM_PER_MINUTE}`, String(requestsPerMinute));
  }
  const expiresAtMs = input.expiresAt == null ? null : Date.parse(input.expiresAt);
  if (expiresAtMs !== null && expiresAtMs <= now.getTime())
    throw new ValidationError(['expiresAt'], 'an instant in the future', input.expiresAt ?? '');
  const isKey = viewer.sessionId === null;
  if (isKey && viewer.expiresAt !== null && (expiresAtMs === null || expiresAtMs > Date.parse(viewer.expiresAt))) {
    throw new ValidationError(
      ['expiresAt'],
      `an instant up to ${viewer.expiresAt}, when the key that asks ends`,
      input.expiresAt ?? 'none',
    );
  }
  return { name, scopes, requestsPerMinute, expiresAtMs };
}
