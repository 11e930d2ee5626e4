import { OAUTH_SCOPES, type ProtectedResource } from '@aether/schema';

/** Of the page where people decide; the web application's. */
const AUTHORIZATION_PATH = '/oauth/authorize';
export const TOKEN_PATH = '/oauth/token';
export const REGISTRATION_PATH = '/oauth/register';
export const REVOCATION_PATH = '/oauth/revoke';

/** RFC 8414, with RFC 9207 and client id metadata documents. */
export function authorizationServerMetadata(publicUrl: string) {
  return {
    issuer: publicUrl,
    authorization_endpoint: `${publicUrl}${AUTHORIZATION_PATH}`,
    token_endpoint: `${publicUrl}${TOKEN_PATH}`,
    registration_endpoint: `${publicUrl}${REGISTRATION_PATH}`,
    revocation_endpoint: `${publicUrl}${REVOCATION_PATH}`,
    scopes_supported: Object.keys(OAUTH_SCOPES),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  };
}

/** RFC 9728. */
export function protectedResourceMetadata(publicUrl: string, { path, scopes }: ProtectedResource) {
  return {
    resource: `${publicUrl}${path}`,
    resource_name: 'Aether',
    authorization_servers: [publicUrl],
    scopes_supported: scopes,
    bearer_methods_supported: ['header'],
  };
}
