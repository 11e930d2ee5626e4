import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import type { BegunSignIn, ClientFacts } from './sign-in.ts';
import type { ToolServer } from './tools-document.ts';

const SignInWithOwnAccountDocument = graphql(`
  mutation SignInWithOwnAccount($input: AuthorizeOwnCredentialInput!) {
    authorizeOwnCredential(input: $input) {
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

const StoreOwnKeyDocument = graphql(`
  mutation StoreOwnKey($input: StoreOwnCredentialInput!) {
    storeOwnCredential(input: $input) {
      credential {
        id
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

const CheckToolServerDocument = graphql(`
  mutation CheckToolServer($input: CheckToolServerInput!) {
    checkToolServer(input: $input) {
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Asks where the viewer signs in with an account of their own. */
export async function beginOwnSignIn(
  client: Client,
  toolServerId: string,
  given: ClientFacts | null,
): Promise<BegunSignIn> {
  const facts = given === null ? {} : { clientId: given.clientId, clientSecret: given.clientSecret || undefined };
  const { data, error } = await client
    .mutation(SignInWithOwnAccountDocument, { input: { toolServerId, ...facts } })
    .toPromise();
  if (error !== undefined) return { problem: problemLine(error), needsClient: false };
  const [userError] = data?.authorizeOwnCredential.userErrors ?? [];
  if (userError !== undefined)
    return { problem: errorLine(userError), needsClient: userError.path?.includes('clientId') === true };
  const url = data?.authorizeOwnCredential.authorizationUrl;
  return url == null ? { problem: 'The server gave no address.', needsClient: false } : { url };
}

/** Seals the viewer's own key for a server. Null = stored, else what is wrong. */
export async function storeOwnKey(
  client: Client,
  { id: toolServerId, kind }: Pick<ToolServer, 'id' | 'kind'>,
  key: string,
): Promise<string | null> {
  // As keys of the organization are: what a document describes says itself how its key is sent.
  const sentAs = kind === 'MCP' || kind === 'OPENAPI' ? 'API_KEY' : 'BEARER';
  const input = { toolServerId, kind: sentAs, value: key.trim() } as const;
  const { data, error } = await client.mutation(StoreOwnKeyDocument, { input }).toPromise();
  if (error !== undefined) return problemLine(error);
  const [userError] = data?.storeOwnCredential.userErrors ?? [];
  return userError === undefined ? null : errorLine(userError);
}

/** Has the server asked with the viewer's own account. Null = it let us in, else what is wrong. */
export async function checkOwnAccount(client: Client, toolServerId: string): Promise<string | null> {
  const { data, error } = await client.mutation(CheckToolServerDocument, { input: { toolServerId } }).toPromise();
  if (error !== undefined) return problemLine(error);
  const [userError] = data?.checkToolServer.userErrors ?? [];
  return userError === undefined ? null : errorLine(userError);
}
