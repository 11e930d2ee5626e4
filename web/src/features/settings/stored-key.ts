import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';

const StoreKeyDocument = graphql(`
  mutation StoreKey($input: StoreCredentialInput!) {
    storeCredential(input: $input) {
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

const DiscardKeyDocument = graphql(`
  mutation DiscardKey($input: DeleteCredentialInput!) {
    deleteCredential(input: $input) {
      deletedId
    }
  }
`);

/** Seals a key that a server wants. Empty = it wants none. @param facts.url where it is sent, or the slug of a program. */
export async function storeKey(
  client: Client,
  { name, url, key, kind = 'API_KEY' }: { name: string; url: string; key: string; kind?: 'API_KEY' | 'BEARER' },
): Promise<{ credentialId: string | undefined } | { problem: string }> {
  if (key.trim() === '') return { credentialId: undefined };
  const input = {
    name: `Key of ${name.trim()}`,
    kind,
    value: key.trim(),
    scopes: [URL.canParse(url.trim()) ? new URL(url.trim()).hostname : url.trim()],
    shared: true,
  };
  const { data, error } = await client.mutation(StoreKeyDocument, { input }).toPromise();
  if (error !== undefined) return { problem: problemLine(error) };
  const [userError] = data?.storeCredential.userErrors ?? [];
  if (userError !== undefined) return { problem: errorLine(userError) };
  return { credentialId: data?.storeCredential.credential?.id };
}

/** A key without what it was stored for is not left behind. */
export async function discardKey(client: Client, credentialId: string | undefined): Promise<void> {
  if (credentialId !== undefined) await client.mutation(DiscardKeyDocument, { input: { credentialId } }).toPromise();
}
