export type { CallLineage } from './call-lineage.ts';
export { InternalTokens } from './internal-tokens.ts';
export type { InternalClaims } from './internal-tokens.ts';
export { InvalidInternalTokenError } from './invalid-internal-token-error.ts';
export { principalsOf } from './principals-of.ts';
export { limitsOfKey } from './limits-of-key.ts';
export { viewerSchema } from './viewer.ts';
export type { Viewer } from './viewer.ts';
export { addressKind, type AddressKind } from './address.ts';
export { credentialForm, type CredentialForm } from './credential-form.ts';
export { fetchWithinOrigin } from './fetch-within-origin.ts';
export { type ForeignDocument, readForeignDocument } from './foreign-document.ts';
export { isForServer } from './is-for-server.ts';
export { LocalKeyEncryptionKey, type KeyEncryptionKeyProvider } from './key-encryption-key.ts';
export { LinkInvalidError } from './link-invalid-error.ts';
export { hashPassword, verifyPassword } from './passwords.ts';
export { limitBody } from './safe-fetch-body.ts';
export { HttpAnswer } from './http-answer.ts';
export { SafeFetch, type SafeFetchOptions } from './safe-fetch.ts';
export { AddressRefusedError, FetchFailedError, FetchTimeoutError, FetchTooLargeError } from './safe-fetch-errors.ts';
export { checkUrl, type SafeFetchPolicy } from './safe-fetch-policy.ts';
export { seal, type SealInput } from './seal.ts';
export { hashToken, newSecret, sameSecret } from './secrets.ts';
export { noPatterns } from './no-patterns.ts';
export { serviceViewer } from './service-viewer.ts';
export { toWebResponse } from './to-web-response.ts';
export { signLink, verifyLink, type LinkToSign, type LinkToVerify } from './signed-links.ts';
export { UnsealError } from './unseal-error.ts';
export { unseal, type UnsealInput } from './unseal.ts';
export {
  DataKeys,
  type DataKey,
  type DataKeysOptions,
  type DataKeyStore,
  type WrappedDataKey,
} from './vault-data-keys.ts';
export { createVault, type SecretPlace, type Vault } from './vault.ts';
export { withoutSecrets } from './without-secrets.ts';
