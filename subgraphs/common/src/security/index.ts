export { InternalTokens } from './internal-tokens.ts';
export type { InternalClaims } from './internal-tokens.ts';
export { InvalidInternalTokenError } from './invalid-internal-token-error.ts';
export { principalsOf } from './principals-of.ts';
export { viewerSchema } from './viewer.ts';
export type { Viewer } from './viewer.ts';
