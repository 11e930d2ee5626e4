import type { AuthorizationRequestInput } from '../../gql/graphql.ts';

/** The parameters of an authorization request (RFC 6749, 4.1.1; RFC 7636; RFC 8707), by our names. Only the server judges them. */
export function requestOf(query: URLSearchParams): AuthorizationRequestInput {
  return {
    responseType: query.get('response_type') ?? '',
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    scope: query.get('scope'),
    state: query.get('state'),
    resource: query.get('resource'),
    codeChallenge: query.get('code_challenge'),
    codeChallengeMethod: query.get('code_challenge_method'),
  };
}
