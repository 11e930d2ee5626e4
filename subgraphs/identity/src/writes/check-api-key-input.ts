import type { Viewer } from '@aether/common/security';
import { ValidationError } from '@aether/common/service';
import { isPermission, MODEL_PATTERN, TOOL_PATTERN } from '@aether/schema';
import { ScopeNotGrantedError } from '../errors.ts';
import { permissionsBeyond } from '../role.ts';
import { checkName } from '../text-rules.ts';

export interface ApiKeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly requestsPerMinute?: number | null;
  readonly tokensPerMinute?: number | null;
  readonly models?: readonly string[] | null;
  readonly tools?: readonly string[] | null;
  readonly expiresAt?: string | null;
}

export interface CheckedApiKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly models: readonly string[];
  readonly tools: readonly string[];
  readonly expiresAtMs: number | null;
}

const MAXIMUM_PER_MINUTE = 100_000;
const MAXIMUM_TOKENS_PER_MINUTE = 1_000_000_000;
const MAXIMUM_PATTERNS = 50;
const PATTERNS = {
  models: { form: MODEL_PATTERN, expected: '"<provider>/<name>" or "agent:<slug>", with * for any text' },
  tools: { form: TOOL_PATTERN, expected: '"<server>/<tool>" or "agent/<slug>", with * for any text' },
} as const;

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
  const requestsPerMinute = checkRate('requestsPerMinute', input.requestsPerMinute ?? null, MAXIMUM_PER_MINUTE);
  const tokensPerMinute = checkRate('tokensPerMinute', input.tokensPerMinute ?? null, MAXIMUM_TOKENS_PER_MINUTE);
  const models = checkPatterns('models', input.models ?? []);
  const tools = checkPatterns('tools', input.tools ?? []);
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
  return { name, scopes, requestsPerMinute, tokensPerMinute, models, tools, expiresAtMs };
}

function checkRate(
  field: 'requestsPerMinute' | 'tokensPerMinute',
  wanted: number | null,
  maximum: number,
): number | null {
  if (wanted !== null && (wanted < 1 || wanted > maximum))
    throw new ValidationError([field], `1 to ${maximum}`, String(wanted));
  return wanted;
}

function checkPatterns(field: keyof typeof PATTERNS, given: readonly string[]): readonly string[] {
  const wanted = [...new Set(given)];
  if (wanted.length > MAXIMUM_PATTERNS)
    throw new ValidationError([field], `at most ${MAXIMUM_PATTERNS} patterns`, String(wanted.length));
  const { form, expected } = PATTERNS[field];
  const unfit = wanted.find((pattern) => !form.test(pattern));
  if (unfit !== undefined) throw new ValidationError([field], expected, JSON.stringify(unfit.slice(0, 200)));
  return wanted;
}
