import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';

const SignInToServerDocument = graphql(`
  mutation SignInToServer($input: AuthorizeCredentialInput!) {
    authorizeCredential(input: $input) {
      credential {
        id
      }
      authorizationUrl
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

const BindCredentialDocument = graphql(`
  mutation BindCredential($input: UpdateToolServerInput!) {
    updateToolServer(input: $input) {
      toolServer {
        id
        access
        credential {
          id
        }
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export interface SignInServer {
  id: string;
  slug: string;
  name: string;
  /** That it has; it is authorized anew. */
  credentialId: string | null;
}

/** Of this installation, where an authorization server registers no clients by itself. */
export interface ClientFacts {
  clientId: string;
  clientSecret: string;
}

export type BegunSignIn = { url: string } | { problem: string; needsClient: boolean };

/** Asks where to sign in, and gives the server the credential that will hold what is granted. */
export async function beginSignIn(
  client: Client,
  { id: toolServerId, slug, name, credentialId }: SignInServer,
  given: ClientFacts | null,
): Promise<BegunSignIn> {
  const input = {
    name: `Sign-in to ${name}`,
    target: slug,
    shared: true,
    ...(credentialId !== null ? { credentialId } : {}),
    ...(given === null ? {} : { clientId: given.clientId, clientSecret: given.clientSecret || undefined }),
  };
  const { data, error } = await client.mutation(SignInToServerDocument, { input }).toPromise();
  if (error !== undefined) return { problem: problemLine(error), needsClient: false };
  const begun = data?.authorizeCredential;
  const [userError] = begun?.userErrors ?? [];
  if (userError !== undefined)
    return { problem: errorLine(userError), needsClient: userError.path?.includes('clientId') === true };
  const [url, made] = [begun?.authorizationUrl, begun?.credential?.id];
  if (url == null || made === undefined) return { problem: 'The server gave no address.', needsClient: false };
  if (made === credentialId) return { url };
  const bound = await client
    .mutation(BindCredentialDocument, { input: { toolServerId, credentialId: made } })
    .toPromise();
  const [refusal] = bound.data?.updateToolServer.userErrors ?? [];
  if (bound.error !== undefined) return { problem: problemLine(bound.error), needsClient: false };
  return refusal === undefined ? { url } : { problem: errorLine(refusal), needsClient: false };
}
